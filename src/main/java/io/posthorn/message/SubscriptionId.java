package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// Event types an endpoint takes besides its own. Shown as `comms_subscription_` and a ULID.
public record SubscriptionId(long value) implements Comparable<SubscriptionId> {

    private static final String PREFIX = "comms_subscription_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<SubscriptionId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new SubscriptionId(value.getAsLong()))
                : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(SubscriptionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
