package io.posthorn.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The types of events, with the schema each one's `data` follows.
public enum EventType {
    OPERATION_PROCESSING("operation.processing", "OperationProcessing", 2),
    OPERATION_COMPLETED("operation.completed", "OperationCompleted", 2),
    OPERATION_SCHEDULED("operation.scheduled", "OperationScheduled", 2),
    MESSAGE_QUEUED("message.queued", "MessageQueued", 3),
    MESSAGE_SENT("message.sent", "MessageSent", 4),
    MESSAGE_FAILED("message.failed", "MessageFailed", 4),
    MESSAGE_DELIVERED("message.delivered", "MessageDelivered", 4),
    MESSAGE_UNDELIVERED("message.undelivered", "MessageUndelivered", 4),
    MESSAGE_READ("message.read", "MessageRead", 4),
    MESSAGE_INBOUND("message.inbound-received", "MessageInbound", 2),
    /// Ours, as all of emails and of notifications: the contract has none for them.
    EMAIL_QUEUED("email.queued", "EmailQueued", 1),
    EMAIL_SENT("email.sent", "EmailSent", 1),
    EMAIL_FAILED("email.failed", "EmailFailed", 1),
    EMAIL_DELIVERED("email.delivered", "EmailDelivered", 1),
    EMAIL_UNDELIVERED("email.undelivered", "EmailUndelivered", 1),
    EMAIL_OPENED("email.opened", "EmailOpened", 1),
    PUSH_NOTIFICATION_QUEUED("push-notification.queued", "PushNotificationQueued", 1),
    PUSH_NOTIFICATION_SENT("push-notification.sent", "PushNotificationSent", 1),
    PUSH_NOTIFICATION_FAILED("push-notification.failed", "PushNotificationFailed", 1),
    /// Ours: the message reached a phone by another attempt too.
    MESSAGE_DUPLICATE_DELIVERY("message.duplicate_delivery", "MessageDuplicateDelivery", 1),
    /// Ours: the server changed a sender's health by itself.
    SENDER_HEALTH_CHANGED("sender.health-changed", "SenderHealthChanged", 1);

    private static final String PREFIX = "com.twilio.comms-api.";
    private static final String SCHEMAS = "https://events-schemas.twilio.com/CommsApi.";

    private final String name;
    private final String schema;
    private final int version;

    EventType(String name, String schema, int version) {
        this.name = PREFIX + name;
        this.schema = schema;
        this.version = version;
    }

    /// As `type` says it on the wire.
    public String wireName() {
        return name;
    }

    /// As `dataschema` says it on the wire.
    public String dataSchema() {
        return SCHEMAS + schema + "/" + version;
    }

    /// The id of the schema, without its version.
    public String schemaId() {
        return "CommsApi." + schema;
    }

    public int schemaVersion() {
        return version;
    }

    public static Optional<EventType> of(String wireName) {
        return Arrays.stream(values()).filter(type -> type.name.equals(wireName)).findFirst();
    }

    /// The types a pattern means: a type, or the beginning of some and `*`.
    public static List<EventType> matching(String pattern) {
        return Arrays.stream(values()).filter(type -> type.matches(pattern)).toList();
    }

    private boolean matches(String pattern) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
