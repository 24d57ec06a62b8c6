package io.posthorn.store;

import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one transaction writes, in this order.
///
/// @param cancellations operations whose open messages are to be canceled, one by one, by later
///   changes
/// @param early receipts nobody can be found for yet
/// @param matched early receipts that found their message: forgotten
public record Batch(
        List<Submission> submissions,
        List<Change> changes,
        List<OperationId> cancellations,
        List<EarlyReceipt> early,
        List<EarlyReceipt> matched) {

    public static final Batch EMPTY =
            new Batch(List.of(), List.of(), List.of(), List.of(), List.of());

    public static Batch of(Submission submission) {
        return new Batch(List.of(submission), List.of(), List.of(), List.of(), List.of());
    }

    public static Batch of(List<Change> changes) {
        return new Batch(List.of(), changes, List.of(), List.of(), List.of());
    }

    /// One accepted request: the operation, its messages in order of their ids, and the caller's
    /// idempotency key.
    public record Submission(
            Operation operation, List<Message> messages, Optional<IdempotencyKey> key) {}

    /// The caller's name for a request. The same key with another `bodyHash` is a mistake of the
    /// caller.
    ///
    /// @param expiresAt when the key is free again
    public record IdempotencyKey(String account, String key, String bodyHash, Instant expiresAt) {}
}
