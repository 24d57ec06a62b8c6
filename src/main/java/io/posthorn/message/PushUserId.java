package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// A person an app's devices belong to. Shown as `comms_pushnotificationuser_` and a ULID.
public record PushUserId(long value) {

    private static final String PREFIX = "comms_pushnotificationuser_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<PushUserId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new PushUserId(value.getAsLong()))
                : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
