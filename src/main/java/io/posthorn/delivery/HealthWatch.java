package io.posthorn.delivery;

import io.posthorn.message.Attempt;
import io.posthorn.message.Change;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.Status;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Pool;
import io.posthorn.pool.ReceiptRecord;
import io.posthorn.pool.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what receipts say of senders, and is told of every change the server makes to a sender's
/// or connection's standing by itself: writes it down with its reason, and has the pools look
/// again.
final class HealthWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final Function<SenderId, Optional<Standing>> standings;
    private final Function<ConnectionId, Iterable<SenderId>> senders;
    private final Function<SenderId, Optional<Sender>> known;
    private final Consumer<SenderEvent> log;
    private final Runnable changed;

    /// @param senders of a connection
    /// @param known what a sender is; nothing is said of one that is gone
    /// @param changed who can send may be others now
    HealthWatch(
            Function<SenderId, Optional<Standing>> standings,
            Function<ConnectionId, Iterable<SenderId>> senders,
            Function<SenderId, Optional<Sender>> known,
            Consumer<SenderEvent> log,
            Runnable changed) {
        this.standings = standings;
        this.senders = senders;
        this.known = known;
        this.log = log;
        this.changed = changed;
    }

    // Receipts

    /// A message changed: its receipts count for or against their sender.
    void of(Change change) {
        for (Attempt after : change.after().attempts()) {
            Status before = before(change, after.number());
            if (isOpen(before) && after.status() != before) {
                standings
                        .apply(after.sender())
                        .map(Standing::receipts)
                        .ifPresent(record -> count(record, after));
            }
        }
    }

    /// A receipt written in one commit with its answer finds the attempt as it was before both.
    private static boolean isOpen(Status status) {
        return status == Status.SENT || status == Status.QUEUED;
    }

    private static Status before(Change change, int number) {
        return change.before().attempts().stream()
                .filter(a -> a.number() == number)
                .map(Attempt::status)
                .findFirst()
                .orElse(Status.QUEUED);
    }

    private static void count(ReceiptRecord record, Attempt attempt) {
        Instant now = attempt.updatedAt();
        switch (attempt.status()) {
            case DELIVERED, READ -> record.confirmed(Duration.between(attempt.at(), now), now);
            case UNDELIVERED -> {
                if (attempt.outcome().map(of -> speaksAgainstSender(of, attempt)).orElse(true)) {
                    record.failed(now);
                }
            }
            case SCHEDULED, QUEUED, SENT, FAILED, CANCELED, GROUP, INBOUND -> {}
        }
    }

    /// A receipt for SMS that gives no reason is of class T5, and counts.
    private static boolean speaksAgainstSender(OutcomeClass outcome, Attempt attempt) {
        return switch (outcome) {
            case T2_TRANSIENT, T3_SENDER, T8_EXPIRED, T9_UNKNOWN -> true;
            case T5_CHANNEL -> attempt.step().channel() == Channel.SMS;
            case T0_ACCEPTED, T1_THROTTLED, T4_PAIR, T6_CONTENT, T7_DESTINATION -> false;
        };
    }

    // Automatic changes

    /// A sender's breaker opened or closed.
    void of(SenderId sender, Breaker.Turn turn) {
        note(sender, turn, "");
        changed.run();
    }

    /// A connection's breaker opened or closed: said of each of its senders.
    void of(ConnectionId connection, Breaker.Turn turn) {
        senders.apply(connection).forEach(sender -> note(sender, turn, "its connection: "));
        changed.run();
    }

    private void note(SenderId sender, Breaker.Turn turn, String whose) {
        note(
                sender,
                Optional.empty(),
                turn.from().name(),
                turn.to().name(),
                score(turn.to()),
                whose + turn.reason(),
                turn.at());
    }

    private static double score(Breaker.State state) {
        return switch (state) {
            case CLOSED -> 1;
            case TENTH -> 0.1;
            case OPEN, PROBING -> 0;
        };
    }

    /// A member's health in the pool of a queue went up or down.
    void of(long queue, Pool.Turn turn) {
        note(
                turn.sender(),
                Optional.of(new PoolId(queue)),
                state(turn.from()),
                state(turn.to()),
                turn.to(),
                turn.reason(),
                turn.at());
    }

    private static String state(double score) {
        return score < 1 ? "DEGRADED" : "HEALTHY";
    }

    /// A carrier asked for a slower rate, or takes the configured one again.
    ///
    /// @param rate segments per second that it takes
    void slowed(Sender sender, boolean slow, double rate, Instant now) {
        note(
                sender.id(),
                Optional.empty(),
                slow ? "HEALTHY" : "THROTTLED",
                slow ? "THROTTLED" : "HEALTHY",
                rate / sender.throughput(),
                "the carrier takes %.1f of %.1f segments per second"
                        .formatted(rate, sender.throughput()),
                now);
    }

    private void note(
            SenderId id,
            Optional<PoolId> pool,
            String from,
            String to,
            double score,
            String reason,
            Instant at) {
        LOG.warn(
                "sender={} health from={} to={} score={} reason=\"{}\"",
                id,
                from,
                to,
                score,
                reason);
        known.apply(id)
                .map(sender ->
                        new SenderEvent(0, sender.account(), id, pool, from, to, score, reason, at))
                .ifPresent(log);
    }
}
