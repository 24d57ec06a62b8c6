package io.posthorn.channel.rcs;

import io.posthorn.Time;
import io.posthorn.channel.AccessTokens.Grant;
import io.posthorn.channel.HttpReply;
import io.posthorn.channel.JsonText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Asks which of many phones have RCS, some thousands in one question (RBM API reference,
/// "users.batchGet"; at most 600 questions a minute).
final class Census {
    private static final Logger LOG = LoggerFactory.getLogger(Census.class);
    private static final int LEAST = 500; // fewer are asked about one by one
    private static final int MOST = 10_000; // in one question

    private final Agent agent;
    private final Reachable reachable;
    private final Time time;

    Census(Agent agent, Reachable reachable, Time time) {
        this.agent = agent;
        this.reachable = reachable;
        this.time = time;
    }

    /// Those that are known are not asked about.
    void ask(List<String> phones) throws InterruptedException {
        List<String> unknown =
                phones.stream()
                        .filter(phone -> reachable.known(phone, time.now()).isEmpty())
                        .toList();
        for (int from = 0; unknown.size() - from >= LEAST; from += MOST) {
            batch(unknown.subList(from, Math.min(unknown.size(), from + MOST)));
        }
    }

    private void batch(List<String> phones) throws InterruptedException {
        if (agent.upstream().window() == 0 || !(agent.grant() instanceof Grant.Token token)) {
            return;
        }
        if (agent.reachable(token, phones) instanceof HttpReply.Answered answer && answer.ok()) {
            learn(phones, JsonText.read(answer.body()));
        } else {
            LOG.info("the capabilities of {} phones are asked for one by one", phones.size());
        }
    }

    /// Where nobody is reachable the list may be left out.
    private void learn(List<String> phones, JsonNode answer) {
        if (!answer.isObject()) {
            return;
        }
        Set<String> yes = new HashSet<>();
        answer.path("reachableUsers").forEach(phone -> yes.add(phone.asString("")));
        phones.forEach(phone -> reachable.learn(phone, yes.contains(phone), time.now()));
        LOG.info("{} of {} phones have RCS", yes.size(), phones.size());
    }
}
