package io.posthorn.delivery;

import io.posthorn.message.Address;
import io.posthorn.message.ConsentRules;
import io.posthorn.message.Content;
import io.posthorn.message.Ids;
import io.posthorn.message.Keyword;
import io.posthorn.message.Origin;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers words about consent, by the sender they were written to. Not more than three times an
/// hour to the same person: whoever answers each answer is another machine.
final class AutoReplies {

    private static final Logger LOG = LoggerFactory.getLogger(AutoReplies.class);
    private static final int MOST = 3;
    private static final Duration WITHIN = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000; // sessions; the longest silent give way

    private final ConsentRules rules;
    private final Inventory inventory;
    private final Planner planner;
    private final Ledger ledger;
    private final Ids ids;
    private final Map<SessionId, Deque<Instant>> given =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<SessionId, Deque<Instant>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    AutoReplies(ConsentRules rules, Inventory inventory, Planner planner, Ledger ledger, Ids ids) {
        this.rules = rules;
        this.inventory = inventory;
        this.planner = planner;
        this.ledger = ledger;
        this.ids = ids;
    }

    /// What a text asks for.
    Optional<Keyword> read(String text) {
        return rules.keywords().read(text);
    }

    /// Stores the answer as a message to be sent, unless there were too many.
    void reply(Keyword word, Sender sender, Address person, Instant now)
            throws InterruptedException {
        if (mayReply(SessionId.of(sender.id(), person), now)) {
            ledger.append(planner.plan(order(word, sender, person), ids.block(2, now), now));
        } else {
            LOG.warn("sender={} gives no more answers to one person this hour", sender.id());
        }
    }

    private synchronized boolean mayReply(SessionId session, Instant now) {
        Deque<Instant> times = given.computeIfAbsent(session, _ -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.getFirst().plus(WITHIN).isAfter(now)) {
            times.removeFirst();
        }
        if (times.size() == MOST) {
            return false;
        }
        times.addLast(now);
        return true;
    }

    private Order order(Keyword word, Sender sender, Address person) {
        var to = new Recipient(List.of(person), Optional.empty(), Map.of("name", name(sender)));
        return new Order(
                sender.account(),
                new Origin.AutoReply(sender.id()),
                List.of(),
                Set.of(),
                Content.text(rules.replies().getOrDefault(word, "")),
                Map.of(),
                Priority.HIGH,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(new Order.To(to, Map.of(), Optional.empty())),
                Optional.empty());
    }

    private String name(Sender sender) {
        return sender.displayName().or(() -> poolName(sender)).orElse(sender.address());
    }

    /// A pool nobody named is called by its id, which says nothing to anybody.
    private Optional<String> poolName(Sender sender) {
        Snapshot now = inventory.snapshot();
        return now.memberships(sender.id()).stream()
                .findFirst()
                .flatMap(member -> now.pool(member.pool()))
                .filter(pool -> !pool.name().equals(pool.id().toString()))
                .map(SenderPool::name);
    }
}
