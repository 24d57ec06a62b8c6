package io.posthorn.pool;

import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool.Member;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// A sender's place in a pool, with what tells whether it can send now.
///
/// @param connected whether the sender's connection takes messages at this moment
/// @param places how many more may be booked on it
public record Seat(
        Sender sender, Member member, Gate gate, BooleanSupplier connected, IntSupplier places) {

    /// May be given messages at all, whatever the moment.
    boolean enabled() {
        return member.enabled()
                && member.weight() > 0
                && sender.status() == Sender.Status.ACTIVATED;
    }

    /// Can be given messages at this moment.
    boolean up(Instant now) {
        return connected.getAsBoolean() && !gate.isBroken(now);
    }
}
