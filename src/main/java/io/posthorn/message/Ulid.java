package io.posthorn.message;

import java.util.Arrays;
import java.util.OptionalLong;

/// The public form of an id: a prefix and a 26-character lowercase ULID that carries a 64-bit
/// number.
///
/// The number is 42 bits of milliseconds since 1970 and 21 bits of counter, so ids sort by creation
/// and fit one integer column. The ULID is those milliseconds (48 bits), the counter (21 bits) and
/// 59 check bits made from the number, so that a mistyped id is refused without a look-up.
final class Ulid {

    static final int COUNTER_BITS = 21;
    private static final int MILLIS_BITS = 42; // until the year 2109

    private static final String ALPHABET =
            "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32: no i, l, o, u
    private static final int LENGTH = 26;
    private static final int CHECK_BITS = 59;
    private static final byte[] DIGITS = digits();

    private Ulid() {}

    static String format(String prefix, long value) {
        long high = value >>> COUNTER_BITS << 16 | (value & ((1L << COUNTER_BITS) - 1)) >>> 5;
        long low = (value & 31) << CHECK_BITS | check(value);
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return prefix + new String(text);
    }

    /// The number behind `text`, or empty when the prefix, the length, a character or the check
    /// bits are wrong.
    static OptionalLong parse(String prefix, String text) {
        if (!text.startsWith(prefix)
                || text.length() != prefix.length() + LENGTH
                || text.charAt(prefix.length()) > '7') {
            return OptionalLong.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = prefix.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? DIGITS[c] : -1;
            if (digit < 0) {
                return OptionalLong.empty();
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        long value = high >>> 16 << COUNTER_BITS | (high & 0xffff) << 5 | low >>> CHECK_BITS;
        return high >>> (MILLIS_BITS + 16) == 0 && (low & ((1L << CHECK_BITS) - 1)) == check(value)
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    /// SplitMix64's finalizer: every bit of the number moves about half of the check bits.
    private static long check(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (z ^ z >>> 31) >>> (64 - CHECK_BITS);
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            digits[ALPHABET.charAt(i)] = (byte) i;
        }
        return digits;
    }
}
