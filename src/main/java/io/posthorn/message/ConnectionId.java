package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// How traffic leaves: one carrier account. Shown as `comms_connection_` and a ULID.
public record ConnectionId(long value) implements Comparable<ConnectionId> {

    private static final String PREFIX = "comms_connection_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<ConnectionId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new ConnectionId(value.getAsLong()))
                : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(ConnectionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
