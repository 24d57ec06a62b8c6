package io.posthorn.api;

import io.posthorn.message.SenderId;
import java.time.Instant;

/// How a sender is doing.
///
/// @param score from 0.1, shunned, to 1
/// @param reason in a few words; empty when there is nothing to say
public record Health(State state, double score, String reason, Instant since) {

    public enum State {
        HEALTHY,
        DEGRADED,
        OPEN,
        DRAINING
    }

    /// Who knows it.
    @FunctionalInterface
    public interface OfSenders {
        Health of(SenderId sender);
    }
}
