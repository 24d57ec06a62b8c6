package io.posthorn.message;

import java.util.Arrays;

/// The 7-bit alphabet of SMS: the default alphabet of 3GPP TS 23.038 section 6.2.1 and its
/// extension table of section 6.2.1.1. Characters of the extension table cost two septets, all
/// others one.
///
/// National language tables (TS 23.038 annex A) are not used: few carriers pass them on.
public final class Gsm7 {

    /// What [#septets(CharSequence)] answers for a text outside the alphabet.
    public static final int NOT_ENCODABLE = -1;

    /// Announces that the next septet is from the extension table; never a character by itself.
    public static final byte ESCAPE = 0x1B;

    private static final byte CARRIAGE_RETURN = 0x0D;
    private static final char EURO = '€';
    private static final char REPLACEMENT = '\uFFFD';

    private static final String DEFAULT_ALPHABET =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ"
                    + " !\"#¤%&'()*+,-./0123456789:;<=>?"
                    + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
                    + "¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENDED = "\f^{}\\[~]|€";
    private static final byte[] EXTENDED_CODES = {
        0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65
    };

    private static final int EXTENSION = 0x80; // marks a code as one that follows ESCAPE
    private static final int EURO_CODE = EXTENSION | 0x65;
    private static final short NONE = -1;
    private static final short[] CODES = codes(); // by character, up to the end of the Greek block
    private static final char[] EXTENSION_CHARACTERS = extensionCharacters();

    private Gsm7() {}

    public static boolean canEncode(CharSequence text) {
        return septets(text) != NOT_ENCODABLE;
    }

    /// The length of `text` in septets, escapes included, or [#NOT_ENCODABLE].
    public static int septets(CharSequence text) {
        int septets = 0;
        for (int i = 0; i < text.length(); i++) {
            int width = width(text.charAt(i));
            if (width == 0) {
                return NOT_ENCODABLE;
            }
            septets += width;
        }
        return septets;
    }

    /// The septets one character takes: 1, 2 in the extension table, 0 outside the alphabet.
    public static int width(char character) {
        int code = code(character);
        return code == NONE ? 0 : code < EXTENSION ? 1 : 2;
    }

    /// One septet per octet, high bit zero: the form most SMPP carriers call "default alphabet,
    /// unpacked".
    ///
    /// Throws `IllegalArgumentException` when a character is outside the alphabet; it is named by
    /// its index only.
    public static byte[] encode(CharSequence text) {
        byte[] septets = new byte[2 * text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int code = code(text.charAt(i));
            if (code == NONE) {
                throw new IllegalArgumentException(
                        "The character at index " + i + " is not in the GSM-7 alphabet");
            }
            if (code >= EXTENSION) {
                septets[length++] = ESCAPE;
            }
            septets[length++] = (byte) (code & 0x7F);
        }
        return Arrays.copyOf(septets, length);
    }

    /// Reads one septet per octet and never fails. As TS 23.038 asks of a phone: an unassigned
    /// extension code is shown as the same code of the default table (6.2.1.1), and an escape
    /// without a meaning, doubled or last, as a space (6.2.1 note 1). An octet above 0x7F is no
    /// septet and becomes U+FFFD.
    public static String decode(byte[] septets) {
        StringBuilder text = new StringBuilder(septets.length);
        for (int i = 0; i < septets.length; i++) {
            if (septets[i] != ESCAPE) {
                text.append(character(septets[i]));
            } else if (i + 1 == septets.length || septets[i + 1] == ESCAPE) {
                text.append(' ');
                i++;
            } else {
                text.append(extension(septets[++i]));
            }
        }
        return text.toString();
    }

    /// Eight septets in seven octets, low bits first (TS 23.038 section 6.1.2.1.1), after
    /// `fillBits` zero bits (0 to 6, to begin on a septet boundary behind a header: TS 23.040
    /// section 9.2.3.24). Spare bits are zero, so the reader must be told the number of septets.
    public static byte[] pack(byte[] septets, int fillBits) {
        byte[] octets = new byte[(fillBits + 7 * septets.length + 7) / 8];
        int bit = fillBits;
        for (byte septet : septets) {
            int shifted = (septet & 0x7F) << (bit % 8);
            octets[bit / 8] |= (byte) shifted;
            if (shifted > 0xFF) {
                octets[bit / 8 + 1] |= (byte) (shifted >> 8);
            }
            bit += 7;
        }
        return octets;
    }

    /// The reverse of [#pack(byte[], int)] for a known number of `septets`.
    ///
    /// Throws `IllegalArgumentException` when `octets` are too few to hold them.
    public static byte[] unpack(byte[] octets, int fillBits, int septets) {
        if (septets > capacity(octets, fillBits)) {
            throw new IllegalArgumentException(
                    octets.length + " octets cannot hold " + septets + " septets");
        }
        byte[] unpacked = new byte[septets];
        int bit = fillBits;
        for (int i = 0; i < septets; i++) {
            int pair = octets[bit / 8] & 0xFF;
            if (bit % 8 > 1) {
                pair |= (octets[bit / 8 + 1] & 0xFF) << 8;
            }
            unpacked[i] = (byte) (pair >> (bit % 8) & 0x7F);
            bit += 7;
        }
        return unpacked;
    }

    /// Packs for a reader who is told the octets only. Seven spare bits would read as one more `@`,
    /// so they hold a carriage return, and a text that itself ends so on an octet boundary gets a
    /// second one (TS 23.038 section 6.1.2.3.1, written for USSD).
    public static byte[] packUncounted(byte[] septets, int fillBits) {
        int bits = fillBits + 7 * septets.length;
        boolean endsInReturn = septets.length > 0 && septets[septets.length - 1] == CARRIAGE_RETURN;
        boolean padded = bits % 8 == 1 || (bits % 8 == 0 && endsInReturn);
        return pack(padded ? withReturn(septets) : septets, fillBits);
    }

    /// Reads as many septets as `octets` hold, less one carriage return that ends on the last
    /// octet's boundary.
    public static byte[] unpackUncounted(byte[] octets, int fillBits) {
        int septets = capacity(octets, fillBits);
        byte[] unpacked = unpack(octets, fillBits, septets);
        boolean full = fillBits + 7 * septets == 8 * octets.length;
        boolean padded = full && septets > 0 && unpacked[septets - 1] == CARRIAGE_RETURN;
        return padded ? Arrays.copyOf(unpacked, septets - 1) : unpacked;
    }

    private static int capacity(byte[] octets, int fillBits) {
        return Math.max(0, (8 * octets.length - fillBits) / 7);
    }

    private static byte[] withReturn(byte[] septets) {
        byte[] longer = Arrays.copyOf(septets, septets.length + 1);
        longer[septets.length] = CARRIAGE_RETURN;
        return longer;
    }

    private static int code(char character) {
        if (character < CODES.length) {
            return CODES[character];
        }
        return character == EURO ? EURO_CODE : NONE;
    }

    private static char character(byte septet) {
        return septet < 0 ? REPLACEMENT : DEFAULT_ALPHABET.charAt(septet);
    }

    private static char extension(byte septet) {
        return septet < 0 ? REPLACEMENT : EXTENSION_CHARACTERS[septet];
    }

    private static short[] codes() {
        short[] codes = new short[0x400];
        Arrays.fill(codes, NONE);
        for (int code = 0; code < DEFAULT_ALPHABET.length(); code++) {
            codes[DEFAULT_ALPHABET.charAt(code)] = (short) code;
        }
        codes[ESCAPE] = NONE;
        for (int i = 0; i < EXTENDED.length(); i++) {
            if (EXTENDED.charAt(i) != EURO) {
                codes[EXTENDED.charAt(i)] = (short) (EXTENSION | EXTENDED_CODES[i]);
            }
        }
        return codes;
    }

    private static char[] extensionCharacters() {
        char[] characters = DEFAULT_ALPHABET.toCharArray();
        for (int i = 0; i < EXTENDED.length(); i++) {
            characters[EXTENDED_CODES[i]] = EXTENDED.charAt(i);
        }
        return characters;
    }
}
