package io.posthorn.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was asked for one recipient: pure data, made when the request is accepted, never changed.
///
/// @param steps the channels to try, in order; empty when no sender of the origin can reach the
///   recipient
/// @param expiresAt no attempt begins at or after this moment
public record Plan(
        Operation operation,
        Recipient to,
        Map<String, String> tags,
        List<Step> steps,
        Optional<Instant> scheduledFor,
        Instant expiresAt) {

    /// One channel of the plan. `segments` is what it costs a sender: the number of SMS parts, 1
    /// elsewhere.
    public record Step(Channel channel, Address to, int segments) {}

    Plan of(Operation other) {
        return new Plan(other, to, tags, steps, scheduledFor, expiresAt);
    }

    public Plan {
        tags = Map.copyOf(tags);
        steps = List.copyOf(steps);
    }
}
