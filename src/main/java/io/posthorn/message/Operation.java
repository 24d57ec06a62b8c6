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

    /// What its messages are: each kind is a resource of its own, with its own ids and operations.
    public enum Kind {
        MESSAGE("comms_message_"),
        EMAIL("comms_email_"),
        PUSH_NOTIFICATION("comms_pushnotification_");

        private final String idPrefix;

        Kind(String idPrefix) {
            this.idPrefix = idPrefix;
        }

        /// What a status is called: of an email, having been read is having been opened; of a
        /// notification nothing is told once it is sent.
        public String shown(io.posthorn.message.Status status) {
            return switch (this) {
                case MESSAGE -> status.name();
                case EMAIL -> status == io.posthorn.message.Status.READ ? "OPENED" : status.name();
                case PUSH_NOTIFICATION ->
                        switch (status) {
                            case DELIVERED, READ -> io.posthorn.message.Status.SENT.name();
                            case UNDELIVERED -> io.posthorn.message.Status.FAILED.name();
                            case SCHEDULED, QUEUED, SENT, FAILED, CANCELED, GROUP, INBOUND ->
                                    status.name();
                        };
            };
        }

        /// What an id of a message of this kind begins with (`comms-api.md` 1.4).
        public String idPrefix() {
            return idPrefix;
        }
    }

    /// What its content makes it.
    public Kind kind() {
        return switch (content) {
            case Content.Plain _, Content.Stored _, Content.Modules _ -> Kind.MESSAGE;
            case Content.Email _ -> Kind.EMAIL;
            case Content.Push _ -> Kind.PUSH_NOTIFICATION;
        };
    }

    /// The same without attachments: what it is, not all it says.
    public Operation withoutAttachments() {
        return content instanceof Content.Email email && !email.attachments().isEmpty()
                ? new Operation(
                        id,
                        account,
                        origin,
                        email.alone(),
                        tags,
                        priority,
                        orderingKey,
                        firstMessage,
                        size,
                        scheduled,
                        startsAt)
                : this;
    }

    /// How far the operation has come; the wire's CommunicationOperationStatus.
    public enum Status {
        SCHEDULED,
        PROCESSING,
        COMPLETED,
        CANCELED
    }
}
