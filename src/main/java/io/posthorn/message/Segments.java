package io.posthorn.message;

import java.util.ArrayList;
import java.util.List;

/// The short messages one text becomes: how it is encoded and where it is cut.
///
/// A short message holds 140 octets of user data, 160 septets or 70 UTF-16 units (3GPP TS 23.040
/// section 9.2.3.16). A longer text gives every part a header: 6 octets with an 8-bit reference
/// (section 9.2.3.24.1), leaving 134 octets = 153 septets or 67 units, or 7 with a 16-bit one
/// (section 9.2.3.24.8), leaving 133 = 152 septets or 66 units.
///
/// A character is never cut: an escape and its extension code, or the two halves of a surrogate
/// pair, stay in one part, which is then one unit shorter. Parts are filled from the left, which
/// gives the least possible number.
public record Segments(Encoding encoding, List<String> parts) {

    /// The most parts one text may have: the header counts them in one octet (TS 23.040 section
    /// 9.2.3.24.1).
    public static final int MAX_PARTS = 255;

    /// The alphabet of all parts of one text.
    public enum Encoding {
        /// The septets of [Gsm7].
        GSM7,
        /// UTF-16, which phones accept where TS 23.038 says UCS-2.
        UCS2
    }

    /// How the parts of one text are tied together.
    public enum Concatenation {
        /// A header with an 8-bit reference, the usual form.
        UDH8(153, 67),
        /// A header with a 16-bit reference.
        UDH16(152, 66),
        /// SMPP's `sar_*` parameters (SMPP 3.4 section 5.3.2.22 on): the carrier writes the 8-bit
        /// header.
        SAR(153, 67),
        /// SMPP's `message_payload` (SMPP 3.4 section 5.3.2.32): the carrier cuts, so the text
        /// stays whole here.
        PAYLOAD(Integer.MAX_VALUE, Integer.MAX_VALUE);

        private final int septets;
        private final int units;

        Concatenation(int septets, int units) {
            this.septets = septets;
            this.units = units;
        }

        private int limit(Encoding encoding) {
            return switch (encoding) {
                case GSM7 -> septets;
                case UCS2 -> units;
            };
        }
    }

    public Segments {
        parts = List.copyOf(parts);
    }

    /// The parts under [Concatenation#UDH8]. An empty text is one empty part.
    ///
    /// Throws `IllegalArgumentException` past [#MAX_PARTS].
    public static Segments of(String text) {
        return of(text, Concatenation.UDH8);
    }

    public static Segments of(String text, Concatenation concatenation) {
        int septets = Gsm7.septets(text);
        return cut(text, encoding(septets), limit(text, septets, concatenation));
    }

    /// The parts in a given encoding: `UCS2` takes every text, `GSM7` only what
    /// [Gsm7#canEncode(CharSequence)].
    public static Segments of(String text, Encoding encoding, Concatenation concatenation) {
        return switch (encoding) {
            case GSM7 -> of(encodable(text), concatenation);
            case UCS2 -> cut(text, encoding, limit(text, Gsm7.NOT_ENCODABLE, concatenation));
        };
    }

    /// What `of(text).parts().size()` would be, without making the parts and without its limit: the
    /// cost of a text.
    public static int count(String text) {
        int septets = Gsm7.septets(text);
        int limit = limit(text, septets, Concatenation.UDH8);
        int count = 0;
        int from = 0;
        do {
            from = end(text, from, limit, encoding(septets));
            count++;
        } while (from < text.length());
        return count;
    }

    /// `GSM7` when every character of `text` is in it, else `UCS2`.
    public static Encoding encoding(String text) {
        return encoding(Gsm7.septets(text));
    }

    private static Encoding encoding(int septets) {
        return septets == Gsm7.NOT_ENCODABLE ? Encoding.UCS2 : Encoding.GSM7;
    }

    private static int limit(String text, int septets, Concatenation concatenation) {
        Encoding encoding = encoding(septets);
        boolean single =
                switch (encoding) {
                    case GSM7 -> septets <= 160;
                    case UCS2 -> text.length() <= 70;
                };
        return single ? Integer.MAX_VALUE : concatenation.limit(encoding);
    }

    private static Segments cut(String text, Encoding encoding, int limit) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        do {
            int end = end(text, from, limit, encoding);
            parts.add(text.substring(from, end));
            from = end;
        } while (from < text.length());
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "The text needs " + parts.size() + " parts, " + MAX_PARTS + " are possible");
        }
        return new Segments(encoding, parts);
    }

    private static String encodable(String text) {
        if (!Gsm7.canEncode(text)) {
            throw new IllegalArgumentException("The text is not in the GSM-7 alphabet");
        }
        return text;
    }

    private static int end(String text, int from, int limit, Encoding encoding) {
        if (text.length() - from <= limit / 2) {
            return text.length(); // no character takes more than two units
        }
        return switch (encoding) {
            case GSM7 -> endOfSeptets(text, from, limit);
            case UCS2 -> endOfUnits(text, from, limit);
        };
    }

    private static int endOfSeptets(String text, int from, int limit) {
        int end = from;
        int left = limit;
        while (end < text.length() && left >= Gsm7.width(text.charAt(end))) {
            left -= Gsm7.width(text.charAt(end++));
        }
        return end;
    }

    private static int endOfUnits(String text, int from, int limit) {
        if (text.length() - from <= limit) {
            return text.length();
        }
        int end = from + limit;
        boolean cutsPair = Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end));
        return cutsPair ? end - 1 : end;
    }
}
