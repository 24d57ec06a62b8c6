package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// A set of senders. Shown as `comms_senderpool_` and a ULID.
public record PoolId(long value) implements Comparable<PoolId> {

    private static final String PREFIX = "comms_senderpool_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<PoolId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new PoolId(value.getAsLong())) : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(PoolId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
