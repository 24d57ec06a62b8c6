package io.posthorn.delivery;

import io.posthorn.message.ConnectionId;
import io.posthorn.message.SenderId;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Told of every change the server makes to a sender's or connection's standing by itself: writes
/// it down with its reason, and has the pools look again.
final class HealthWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final Runnable changed;

    HealthWatch(Runnable changed) {
        this.changed = changed;
    }

    /// A sender's breaker opened or closed.
    void of(SenderId sender, Breaker.Turn turn) {
        LOG.warn(
                "sender={} breaker from={} to={} reason=\"{}\"",
                sender,
                turn.from(),
                turn.to(),
                turn.reason());
        changed.run();
    }

    /// A connection's breaker opened or closed.
    void of(ConnectionId connection, Breaker.Turn turn) {
        LOG.warn(
                "connection={} breaker from={} to={} reason=\"{}\"",
                connection,
                turn.from(),
                turn.to(),
                turn.reason());
        changed.run();
    }

    /// A member's health in the pool of a queue went up or down.
    void of(long queue, Pool.Turn turn) {
        LOG.warn(
                "queue={} sender={} health from={} to={} reason=\"{}\"",
                queue,
                turn.sender(),
                turn.from(),
                turn.to(),
                turn.reason());
    }
}
