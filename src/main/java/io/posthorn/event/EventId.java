package io.posthorn.event;

import java.util.HexFormat;
import java.util.Optional;

/// The id of an event: `EZ` and 32 hexadecimal digits, the same at every delivery.
///
/// The digits are the number of the message or operation it is about and its position in the log:
/// an id leads to its event without an index, and a log that was lost and begun again does not give
/// an id of the old one to another event.
public record EventId(long subject, long seq) {

    private static final String PREFIX = "EZ";
    private static final int LENGTH = 34;
    private static final HexFormat HEX = HexFormat.of();

    /// Empty when the text is not the id of any event.
    public static Optional<EventId> parse(String text) {
        if (text.length() != LENGTH
                || !text.startsWith(PREFIX)
                || !text.chars().skip(PREFIX.length()).allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        long subject = HexFormat.fromHexDigitsToLong(text, 2, 18);
        long seq = HexFormat.fromHexDigitsToLong(text, 18, LENGTH);
        return seq > 0 ? Optional.of(new EventId(subject, seq)) : Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + HEX.toHexDigits(subject) + HEX.toHexDigits(seq);
    }
}
