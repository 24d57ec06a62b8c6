package io.posthorn.message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What one request to send asked for all its recipients alike; never changes.
///
/// @param size messages of the operation; their ids are `firstMessage` and the `size - 1` numbers
///   after it
/// @param startsAt the earliest moment any of its messages may leave; the time of acceptance when
///   nothing is scheduled
public record Operation(
        OperationId id,
        String account,
        Origin origin,
        Content content,
        Map<String, String> tags,
        Priority priority,
        Optional<String> orderingKey,
        MessageId firstMessage,
        int size,
        boolean scheduled,
        Instant startsAt) {

    /// How far the operation has come; the wire's CommunicationOperationStatus.
    public enum Status {
        SCHEDULED,
        PROCESSING,
        COMPLETED,
        CANCELED
    }
}
