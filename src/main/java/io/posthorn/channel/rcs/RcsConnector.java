package io.posthorn.channel.rcs;

import io.posthorn.Time;
import io.posthorn.channel.AccessTokens.Grant;
import io.posthorn.channel.BulkCapabilityCheck;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpReply;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Revoker;
import io.posthorn.channel.Settings;
import io.posthorn.channel.Submit;
import io.posthorn.message.Address;
import io.posthorn.message.Meaning;
import io.posthorn.message.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// One agent. A phone is asked for once a day whether it has RCS, many at once where many are sent
/// to; what may have been taken without an answer is asked for again by its id.
final class RcsConnector implements Connector, CallbackReceiver, Revoker, BulkCapabilityCheck {
    private static final int ALREADY_EXISTS = 409;

    private final Agent agent;
    private final Reachable reachable = new Reachable();
    private final Census census;
    private final Webhook webhook;
    private final Time time;

    RcsConnector(Agent agent, Settings settings, Inbox inbox, Time time) {
        this.agent = agent;
        this.census = new Census(agent, reachable, time);
        this.webhook = new Webhook(settings.text("agentId"), settings.text("webhookToken"), inbox);
        this.time = time;
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        Optional<ObjectNode> body = AgentMessage.of(submit, time.now());
        if (body.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is nothing for RCS");
        }
        if (agent.upstream().window() == 0) {
            return new Outcome.NotSent("the provider cannot be reached");
        }
        return switch (agent.grant()) {
            case Grant.Token token -> submit(token, submit, body.get().toString());
            case Grant.Denied(String why) -> new Outcome.SenderBroken(why);
            case Grant.Unanswered(String why) -> new Outcome.Unreachable(why);
        };
    }

    private Outcome submit(Grant.Token token, Submit submit, String body)
            throws InterruptedException {
        Optional<Outcome> hindrance = hindrance(token, submit.to().value());
        return hindrance.isPresent() ? hindrance.get() : create(token, submit, body);
    }

    /// Why a phone cannot be sent to; nothing of the message has left.
    private Optional<Outcome> hindrance(Grant.Token token, String phone)
            throws InterruptedException {
        Optional<Boolean> known = reachable.known(phone, time.now());
        if (known.isPresent()) {
            return known.get() ? Optional.empty() : Optional.of(notReachable());
        }
        String request = UUID.randomUUID().toString();
        return switch (agent.capabilities(token, phone, request)) {
            case HttpReply.Answered answer when answer.ok() -> {
                reachable.learn(phone, true, time.now());
                yield Optional.empty();
            }
            case HttpReply.Answered answer -> Optional.of(refused(answer, phone));
            case HttpReply.NeverSent(String why) -> Optional.of(new Outcome.NotSent(why));
            case HttpReply.Unanswered(String why) -> Optional.of(new Outcome.Unreachable(why));
        };
    }

    private Outcome create(Grant.Token token, Submit submit, String body)
            throws InterruptedException {
        String phone = submit.to().value();
        String id = id(submit);
        HttpReply reply = agent.create(token, phone, id, body);
        if (reply instanceof HttpReply.Unanswered) {
            HttpReply again = agent.create(token, phone, id, body);
            reply = again instanceof HttpReply.Answered answer && taken(answer) ? again : reply;
        }
        return switch (reply) {
            case HttpReply.Answered answer -> outcome(answer, phone, id);
            case HttpReply.NeverSent(String why) -> new Outcome.NotSent(why);
            case HttpReply.Unanswered(String why) -> new Outcome.Unknown(why);
        };
    }

    private static boolean taken(HttpReply.Answered answer) {
        return answer.ok() || answer.status() == ALREADY_EXISTS;
    }

    private Outcome outcome(HttpReply.Answered answer, String phone, String id) {
        if (!taken(answer)) {
            return refused(answer, phone);
        }
        boolean named = !JsonText.read(answer.body()).path("name").asString("").isEmpty();
        return named || answer.status() == ALREADY_EXISTS
                ? new Outcome.Accepted(List.of(id))
                : new Outcome.Unknown("an answer that cannot be read");
    }

    private Outcome refused(HttpReply.Answered answer, String phone) {
        if (answer.status() == 404) {
            reachable.learn(phone, false, time.now());
            return notReachable();
        }
        return answer.byStatus("RBM " + answer.status(), time.now());
    }

    private static Outcome notReachable() {
        return Meaning.CHANNEL.outcome("RBM 404", Optional.empty());
    }

    @Override
    public void precheck(List<String> phones) throws InterruptedException {
        census.ask(phones);
    }

    /// The same for the same attempt, so that it can be asked for again.
    private static String id(Submit submit) {
        String attempt = submit.message() + "/" + submit.attempt();
        return UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public boolean revoke(List<String> receiptKeys, Address to) throws InterruptedException {
        if (receiptKeys.isEmpty() || !(agent.grant() instanceof Grant.Token token)) {
            return false;
        }
        return agent.delete(token, to.value(), receiptKeys.getFirst())
                        instanceof HttpReply.Answered answer
                && answer.ok();
    }

    @Override
    public Callback.Answer called(Callback call) throws InterruptedException {
        return webhook.called(call);
    }

    @Override
    public int window() {
        return agent.upstream().window();
    }

    @Override
    public void close() {
        agent.upstream().close();
    }
}
