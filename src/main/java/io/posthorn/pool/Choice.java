package io.posthorn.pool;

import java.time.Instant;

/// What a pool says about one message.
public sealed interface Choice {

    /// This sender, at this moment; the segments are promised to it.
    record Use(Seat seat, Instant at) implements Choice {}

    /// A sender can, but has no room before `at`.
    record Later(Instant at) implements Choice {}

    /// A sender can, once something in flight has been answered.
    record WindowFull() implements Choice {}

    /// Only senders that have failed it are left; they are asked again after `until`.
    record BackOff(Instant until) implements Choice {}

    /// No member may ever carry it as things are: wrong channel, country, disabled.
    record NoSender() implements Choice {}

    /// Members may, but none of them is up.
    record AllDown() implements Choice {}

    /// Every member that may has failed this message as often as it is allowed to.
    record Exhausted() implements Choice {}
}
