package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// A sending identity of an account. Shown as `comms_sender_` and a ULID.
public record SenderId(long value) implements Comparable<SenderId> {

    private static final String PREFIX = "comms_sender_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<SenderId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new SenderId(value.getAsLong())) : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(SenderId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
