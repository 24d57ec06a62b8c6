package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// What an app is known by to a push service. Shown as `comms_credential_` and a ULID.
public record CredentialId(long value) {

    private static final String PREFIX = "comms_credential_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<CredentialId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent()
                ? Optional.of(new CredentialId(value.getAsLong()))
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
