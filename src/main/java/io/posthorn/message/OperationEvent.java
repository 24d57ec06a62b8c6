package io.posthorn.message;

import java.time.Instant;

/// An operation was accepted, began or ended.
///
/// That an operation of a million messages was accepted is one line: it takes `accepted + 1`
/// positions of the log, of which `seq` is the last. The first is the operation's own, the others
/// are those of its messages, in order of their ids.
///
/// @param status `SCHEDULED` or `PROCESSING` when it was accepted, `PROCESSING` when the first of
///   its messages' send times came, `COMPLETED` when nothing of it is open, canceled messages
///   included
/// @param accepted the number of its messages when this tells of its acceptance, 0 otherwise
public record OperationEvent(
        long seq, OperationId operation, Operation.Status status, int accepted, Instant at)
        implements LogEntry {

    public static OperationEvent accepted(Operation operation, Instant at) {
        Operation.Status status =
                operation.scheduled() ? Operation.Status.SCHEDULED : Operation.Status.PROCESSING;
        return new OperationEvent(0, operation.id(), status, operation.size(), at);
    }

    public static OperationEvent began(OperationId operation, Instant at) {
        return new OperationEvent(0, operation, Operation.Status.PROCESSING, 0, at);
    }

    public static OperationEvent completed(OperationId operation, Instant at) {
        return new OperationEvent(0, operation, Operation.Status.COMPLETED, 0, at);
    }

    /// The first position it takes.
    public long firstSeq() {
        return seq - accepted;
    }

    /// The same after `last` in the log.
    public OperationEvent after(long last) {
        return new OperationEvent(last + 1 + accepted, operation, status, accepted, at);
    }
}
