package io.posthorn.pool;

import java.time.Instant;

/// What a pool says about one message.
public sealed interface Choice {

    /// This sender, at this moment; the segments are promised to it.
    record Use(Seat seat, Instant at, Verdict verdict) implements Choice {}

    /// A sender can, but not before `at`, for want of what `why` says.
    record Later(Instant at, Passed why) implements Choice {}

    /// Members may carry it, but none can at this moment; the first perhaps at `until`.
    record Unable(Instant until, Passed why) implements Choice {}

    /// The recipient's quiet hours last `until` then.
    record Quiet(Instant until) implements Choice {}

    /// Only senders that have failed it are left; they are asked again after `until`.
    record BackOff(Instant until) implements Choice {}

    /// No member may ever carry it as things are: wrong channel, country, disabled.
    record NoSender() implements Choice {}

    /// Every member that may has failed this message as often as it is allowed to.
    record Exhausted() implements Choice {}
}
