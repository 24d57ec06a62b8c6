package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// One message to one recipient. Shown as `comms_message_` and a ULID.
public record MessageId(long value) implements Comparable<MessageId> {

    private static final String PREFIX = "comms_message_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<MessageId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new MessageId(value.getAsLong())) : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
