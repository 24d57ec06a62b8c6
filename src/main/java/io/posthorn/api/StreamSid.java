package io.posthorn.api;

import java.util.HexFormat;
import java.util.OptionalLong;

/// A classic SID around a number of ours: a prefix and 32 hexadecimal digits, 64 bits of number and
/// 64 that follow from it, so that a mistyped one leads nowhere.
final class StreamSid {

    static final String SINK = "DG";
    static final String SUBSCRIPTION = "DF";

    private static final int LENGTH = 34;
    private static final HexFormat HEX = HexFormat.of();

    private StreamSid() {}

    static String format(String prefix, long number) {
        return prefix + HEX.toHexDigits(number) + HEX.toHexDigits(check(number));
    }

    static OptionalLong parse(String prefix, String text) {
        if (text.length() != LENGTH
                || !text.startsWith(prefix)
                || !text.chars().skip(prefix.length()).allMatch(HexFormat::isHexDigit)) {
            return OptionalLong.empty();
        }
        long number = HexFormat.fromHexDigitsToLong(text, 2, 18);
        long check = HexFormat.fromHexDigitsToLong(text, 18, LENGTH);
        return check == check(number) ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /// SplitMix64's finalizer.
    private static long check(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
