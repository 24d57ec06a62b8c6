package io.posthorn.message;

import java.util.HexFormat;
import java.util.Optional;

/// The classic message SID of one attempt: `SM` and 32 hexadecimal digits.
///
/// The digits are the message's number (64 bits), the attempt (16 bits) and 48 check bits made from
/// both, so a SID leads back to its message without an index and a mistyped one leads nowhere.
public record DownstreamSid(MessageId message, int attempt) {

    private static final String PREFIX = "SM";
    private static final int DIGITS = 32;
    private static final int CHECK_BITS = 48;
    private static final int MAX_ATTEMPT = (1 << 16) - 1;

    public DownstreamSid {
        if (attempt < 0 || attempt > MAX_ATTEMPT) {
            throw new IllegalArgumentException("no attempt has the number " + attempt);
        }
    }

    /// Empty when the text is not the SID of any attempt.
    public static Optional<DownstreamSid> parse(String text) {
        if (text.length() != PREFIX.length() + DIGITS
                || !text.startsWith(PREFIX)
                || !text.chars().skip(PREFIX.length()).allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        long message = HexFormat.fromHexDigitsToLong(text, 2, 18);
        long low = HexFormat.fromHexDigitsToLong(text, 18, 34);
        var sid = new DownstreamSid(new MessageId(message), (int) (low >>> CHECK_BITS));
        return sid.low() == low ? Optional.of(sid) : Optional.empty();
    }

    private long low() {
        return (long) attempt << CHECK_BITS | check();
    }

    /// SplitMix64's finalizer: every bit of message and attempt moves about half of the check bits.
    private long check() {
        long z = (message.value() ^ (long) attempt << CHECK_BITS) + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (z ^ z >>> 31) >>> (Long.SIZE - CHECK_BITS);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return PREFIX + hex.toHexDigits(message.value()) + hex.toHexDigits(low());
    }
}
