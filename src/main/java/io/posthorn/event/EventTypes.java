package io.posthorn.event;

import io.posthorn.message.Event;
import io.posthorn.message.Operation;
import io.posthorn.message.Status;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Which type tells of what: the contract's for messages, ours for emails and notifications.
final class EventTypes {

    private EventTypes() {}

    /// Whether a reader of `wanted` may want to be told of it, whatever kind its message is of.
    static boolean concerns(Event event, Set<EventType> wanted) {
        return Arrays.stream(Operation.Kind.values())
                .anyMatch(kind -> of(event, kind).filter(wanted::contains).isPresent());
    }

    static Optional<EventType> of(Event event, Operation.Kind kind) {
        return switch (event.kind()) {
            case STATUS -> of(event.status(), kind);
            case DUPLICATE_DELIVERY ->
                    kind == Operation.Kind.MESSAGE
                            ? Optional.of(EventType.MESSAGE_DUPLICATE_DELIVERY)
                            : Optional.empty();
        };
    }

    static Optional<EventType> of(Status status, Operation.Kind kind) {
        return switch (kind) {
            case MESSAGE -> ofMessage(status);
            case EMAIL -> ofEmail(status);
            case PUSH_NOTIFICATION -> ofNotification(status);
        };
    }

    /// The contract has no event for the others.
    private static Optional<EventType> ofMessage(Status status) {
        return switch (status) {
            case QUEUED -> Optional.of(EventType.MESSAGE_QUEUED);
            case SENT -> Optional.of(EventType.MESSAGE_SENT);
            case UNDELIVERED -> Optional.of(EventType.MESSAGE_UNDELIVERED);
            case FAILED -> Optional.of(EventType.MESSAGE_FAILED);
            case DELIVERED -> Optional.of(EventType.MESSAGE_DELIVERED);
            case READ -> Optional.of(EventType.MESSAGE_READ);
            case INBOUND -> Optional.of(EventType.MESSAGE_INBOUND);
            case SCHEDULED, CANCELED, GROUP -> Optional.empty();
        };
    }

    private static Optional<EventType> ofEmail(Status status) {
        return switch (status) {
            case QUEUED -> Optional.of(EventType.EMAIL_QUEUED);
            case SENT -> Optional.of(EventType.EMAIL_SENT);
            case UNDELIVERED -> Optional.of(EventType.EMAIL_UNDELIVERED);
            case FAILED -> Optional.of(EventType.EMAIL_FAILED);
            case DELIVERED -> Optional.of(EventType.EMAIL_DELIVERED);
            case READ -> Optional.of(EventType.EMAIL_OPENED);
            case SCHEDULED, CANCELED, GROUP, INBOUND -> Optional.empty();
        };
    }

    private static Optional<EventType> ofNotification(Status status) {
        return switch (status) {
            case QUEUED -> Optional.of(EventType.PUSH_NOTIFICATION_QUEUED);
            case SENT -> Optional.of(EventType.PUSH_NOTIFICATION_SENT);
            case FAILED -> Optional.of(EventType.PUSH_NOTIFICATION_FAILED);
            case UNDELIVERED, DELIVERED, READ, SCHEDULED, CANCELED, GROUP, INBOUND ->
                    Optional.empty();
        };
    }

    /// The property that names the message in an event about one.
    static String idProperty(Operation.Kind kind) {
        return switch (kind) {
            case MESSAGE -> "message_id";
            case EMAIL -> "email_id";
            case PUSH_NOTIFICATION -> "push_notification_id";
        };
    }
}
