package io.posthorn.store;

import io.posthorn.message.Assignment;
import io.posthorn.message.Change;
import io.posthorn.message.Consent;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What one transaction writes, in this order.
///
/// @param cancellations operations whose open messages are to be canceled, one by one, by later
///   changes
/// @param early receipts nobody can be found for yet
/// @param matched early receipts that found their message: forgotten
/// @param usage what senders used of their quotas: added to what is stored of the same period and
///   country
/// @param assignments senders that recipients keep from now on, each in place of the one before
/// @param released recipients that keep none any more
/// @param senderEvents lines for the log
/// @param consents what changed in who may be written to
/// @param devices what changed in who can be notified where
public record Batch(
        List<Submission> submissions,
        List<Change> changes,
        List<OperationId> cancellations,
        List<EarlyReceipt> early,
        List<EarlyReceipt> matched,
        List<Usage> usage,
        List<Assignment> assignments,
        List<Assignment.Key> released,
        List<SenderEvent> senderEvents,
        List<Consent> consents,
        List<DeviceChange> devices) {

    public static final Batch EMPTY =
            new Batch(List.of(), List.of(), List.of(), List.of(), List.of());

    /// A batch about messages alone.
    public Batch(
            List<Submission> submissions,
            List<Change> changes,
            List<OperationId> cancellations,
            List<EarlyReceipt> early,
            List<EarlyReceipt> matched) {
        this(
                submissions,
                changes,
                cancellations,
                early,
                matched,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    public Batch withUsage(List<Usage> usage) {
        return new Batch(
                submissions,
                changes,
                cancellations,
                early,
                matched,
                usage,
                assignments,
                released,
                senderEvents,
                consents,
                devices);
    }

    public Batch withAssignments(List<Assignment> assignments, List<Assignment.Key> released) {
        return new Batch(
                submissions,
                changes,
                cancellations,
                early,
                matched,
                usage,
                assignments,
                released,
                senderEvents,
                consents,
                devices);
    }

    public Batch withSenderEvents(List<SenderEvent> senderEvents) {
        return new Batch(
                submissions,
                changes,
                cancellations,
                early,
                matched,
                usage,
                assignments,
                released,
                senderEvents,
                consents,
                devices);
    }

    public Batch withConsents(List<Consent> consents) {
        return new Batch(
                submissions,
                changes,
                cancellations,
                early,
                matched,
                usage,
                assignments,
                released,
                senderEvents,
                consents,
                devices);
    }

    public Batch withDevices(List<DeviceChange> devices) {
        return new Batch(
                submissions,
                changes,
                cancellations,
                early,
                matched,
                usage,
                assignments,
                released,
                senderEvents,
                consents,
                devices);
    }

    /// All of them in one, in their order.
    public static Batch joined(List<Batch> parts) {
        return new Batch(
                all(parts, Batch::submissions),
                all(parts, Batch::changes),
                all(parts, Batch::cancellations),
                all(parts, Batch::early),
                all(parts, Batch::matched),
                all(parts, Batch::usage),
                all(parts, Batch::assignments),
                all(parts, Batch::released),
                all(parts, Batch::senderEvents),
                all(parts, Batch::consents),
                all(parts, Batch::devices));
    }

    private static <T> List<T> all(List<Batch> parts, Function<Batch, List<T>> of) {
        return parts.stream().flatMap(part -> of.apply(part).stream()).toList();
    }

    public static Batch of(Submission submission) {
        return new Batch(List.of(submission), List.of(), List.of(), List.of(), List.of());
    }

    public static Batch of(List<Change> changes) {
        return new Batch(List.of(), changes, List.of(), List.of(), List.of());
    }

    /// One accepted request: the operation, its messages in order of their ids, and the caller's
    /// idempotency key.
    ///
    /// @param consents what it changes in who may be written to, if it is stored
    public record Submission(
            Operation operation,
            List<Message> messages,
            Optional<IdempotencyKey> key,
            List<Consent> consents) {

        public Submission(
                Operation operation, List<Message> messages, Optional<IdempotencyKey> key) {
            this(operation, messages, key, List.of());
        }
    }

    /// The caller's name for a request. The same key with another `bodyHash` is a mistake of the
    /// caller.
    ///
    /// @param expiresAt when the key is free again
    public record IdempotencyKey(String account, String key, String bodyHash, Instant expiresAt) {}
}
