package io.posthorn.pool;

import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool.Member;
import java.time.Instant;
import java.util.Optional;

/// A sender's place in a pool, with what tells whether it can send now.
public record Seat(Membership membership, Standing standing, Wire wire) {

    /// The connection a sender sends by.
    public interface Wire {

        /// Whether it takes messages at this moment.
        boolean up();

        /// How many more may be booked on it.
        int places();

        /// Shared by all its senders.
        Breaker breaker();
    }

    public Sender sender() {
        return membership.sender();
    }

    public Member member() {
        return membership.member();
    }

    Gate gate() {
        return standing.gate();
    }

    /// When its breakers will let a message through; empty when they do.
    Optional<Instant> breakerOpens(Instant now) {
        Optional<Instant> own = standing.breaker().opens(now);
        return own.isPresent() ? own : wire.breaker().opens(now);
    }

    /// Can be given messages at this moment.
    boolean up(Instant now) {
        return wire.up() && breakerOpens(now).isEmpty();
    }

    /// A message it was given did not leave.
    public void notSent(int segments, String country, Instant now) {
        standing.allowance().giveBack(segments, country);
        standing.breaker().notSent(now);
        wire.breaker().notSent(now);
    }

    /// The share of its recipients that its breakers leave it.
    double breakersShare() {
        return Math.min(standing.breaker().share(), wire.breaker().share());
    }
}
