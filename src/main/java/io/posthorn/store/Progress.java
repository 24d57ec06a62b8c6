package io.posthorn.store;

import io.posthorn.message.Operation;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.Map;

/// How far an operation has come.
///
/// @param operation without the attachments of its content
/// @param counts messages by status, none of them 0; unaddressable ones are not among them
/// @param attempts attempts made for all its messages together
/// @param updatedAt when the last of its messages changed
public record Progress(
        Operation operation,
        Operation.Status status,
        Map<Status, Integer> counts,
        int unaddressable,
        long attempts,
        Instant updatedAt) {

    /// The status of an operation of which `open` messages are left to do.
    public static Operation.Status status(
            Operation operation, boolean canceled, long open, Instant now) {
        if (canceled) {
            return Operation.Status.CANCELED;
        }
        if (open == 0) {
            return Operation.Status.COMPLETED;
        }
        return operation.scheduled() && operation.startsAt().isAfter(now)
                ? Operation.Status.SCHEDULED
                : Operation.Status.PROCESSING;
    }
}
