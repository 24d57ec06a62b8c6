package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// What one accepted request set in motion. Shown as `comms_operation_` and a ULID.
public record OperationId(long value) implements Comparable<OperationId> {

    private static final String PREFIX = "comms_operation_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<OperationId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new OperationId(value.getAsLong()))
                : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(OperationId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
