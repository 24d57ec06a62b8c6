package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// Events posted to an endpoint in one request. Shown as `comms_delivery_` and a ULID.
public record DeliveryId(long value) implements Comparable<DeliveryId> {

    private static final String PREFIX = "comms_delivery_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<DeliveryId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new DeliveryId(value.getAsLong()))
                : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(DeliveryId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
