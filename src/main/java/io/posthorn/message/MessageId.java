package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// One message to one recipient, of any kind of operation. Shown as what its kind begins with and a
/// ULID: `comms_message_…`, `comms_email_…` or `comms_pushnotification_…`.
public record MessageId(long value) implements Comparable<MessageId> {

    /// Empty when the text is not the id of any message of that kind.
    public static Optional<MessageId> parse(Operation.Kind kind, String text) {
        var value = Ulid.parse(kind.idPrefix(), text);
        return value.isPresent() ? Optional.of(new MessageId(value.getAsLong())) : Optional.empty();
    }

    /// As users see the id of a message of that kind.
    public String as(Operation.Kind kind) {
        return Ulid.format(kind.idPrefix(), value);
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(value, other.value);
    }

    /// As a message that is neither an email nor a notification: for whom the kind does not matter.
    @Override
    public String toString() {
        return as(Operation.Kind.MESSAGE);
    }
}
