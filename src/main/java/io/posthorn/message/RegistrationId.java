package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// One person's registration with an app. Shown as `comms_device_registration_` and a ULID.
public record RegistrationId(long value) {

    private static final String PREFIX = "comms_device_registration_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<RegistrationId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new RegistrationId(value.getAsLong()))
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
