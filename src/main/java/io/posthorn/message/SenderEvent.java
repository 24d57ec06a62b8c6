package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// The health of a sender changed: its breaker opened or closed, it became worse or better, it
/// learned another rate.
///
/// @param seq position in the log; assigned by the store, 0 before
/// @param account whose sender it is
/// @param pool the pool it is about; empty when it is about the sender everywhere
/// @param from what it was, in the words of the sender's health
/// @param to what it is now
/// @param score its health after, 0 to 1
/// @param reason why, for people
public record SenderEvent(
        long seq,
        String account,
        SenderId sender,
        Optional<PoolId> pool,
        String from,
        String to,
        double score,
        String reason,
        Instant at)
        implements LogEntry {}
