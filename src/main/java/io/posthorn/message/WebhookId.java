package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// One endpoint events are posted to. Shown as `comms_webhook_` and a ULID.
public record WebhookId(long value) implements Comparable<WebhookId> {

    private static final String PREFIX = "comms_webhook_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<WebhookId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new WebhookId(value.getAsLong())) : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(WebhookId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
