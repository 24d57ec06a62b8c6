package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// A status entered by a message or one of its attempts.
///
/// @param seq position in the log; assigned by the store, 0 before
/// @param attempt the attempt it is about, 0 when it is about the message alone
/// @param status the status the attempt (or, with attempt 0, the message) entered
/// @param overall the status of the whole message at that moment
public record Event(
        long seq,
        MessageId message,
        int attempt,
        Status status,
        Status overall,
        Optional<Failure> failure,
        Instant at,
        Kind kind)
        implements LogEntry {

    /// What it tells.
    public enum Kind {
        STATUS,
        /// Another attempt arrived before: the phone has the message twice. `status` is DELIVERED.
        DUPLICATE_DELIVERY
    }

    public Event(
            long seq,
            MessageId message,
            int attempt,
            Status status,
            Status overall,
            Optional<Failure> failure,
            Instant at) {
        this(seq, message, attempt, status, overall, failure, at, Kind.STATUS);
    }

    /// A message came from a phone.
    public static Event received(Message inbound) {
        return new Event(
                0,
                inbound.id(),
                inbound.attempts().getLast().number(),
                Status.INBOUND,
                Status.INBOUND,
                Optional.empty(),
                inbound.updatedAt());
    }
}
