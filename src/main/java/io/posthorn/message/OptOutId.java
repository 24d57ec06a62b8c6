package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// One opt-out. Shown as `comms_optout_` and a ULID.
public record OptOutId(long value) {

    private static final String PREFIX = "comms_optout_";

    /// Empty when the text is not the id of any such resource.
    public static Optional<OptOutId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new OptOutId(value.getAsLong())) : Optional.empty();
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
