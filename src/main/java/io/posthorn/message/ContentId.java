package io.posthorn.message;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// One stored content template. Shown as `HX` and 32 hexadecimal digits: those of its number, then
/// of the number's complement, so that a mistyped one leads nowhere.
public record ContentId(long value) implements Comparable<ContentId> {

    private static final String PREFIX = "HX";
    private static final int LENGTH = 34;

    /// Empty when the text is not the id of any such resource.
    public static Optional<ContentId> parse(String text) {
        if (text.length() != LENGTH
                || !text.startsWith(PREFIX)
                || !text.chars().skip(PREFIX.length()).allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        long value = HexFormat.fromHexDigitsToLong(text, 2, 18);
        boolean whole = HexFormat.fromHexDigitsToLong(text, 18, LENGTH) == ~value;
        return whole ? Optional.of(new ContentId(value)) : Optional.empty();
    }

    /// When the id was made, to the millisecond.
    public Instant createdAt() {
        return Ids.createdAt(value);
    }

    @Override
    public int compareTo(ContentId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return PREFIX + hex.toHexDigits(value) + hex.toHexDigits(~value);
    }
}
