package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.Octets;
import io.posthorn.message.Gsm7;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// How user data is written. Which one a data_coding means is in SMPP 3.4 section 5.2.19 and, for
/// the values it leaves to GSM, in TS 23.038 section 4; what 0 means is the carrier's choice.
public enum Alphabet {
    /// One septet per octet.
    GSM7,
    GSM7_PACKED,
    ASCII,
    LATIN1,
    UTF8,
    UCS2,
    CYRILLIC,
    HEBREW,
    /// No text: shown as hexadecimal digits.
    BINARY;

    private static final int GROUP = 0xF0;
    private static final int GROUP_CLASS = 0x10; // general data coding with a message class
    private static final int GROUP_DATA = 0xF0; // data coding and message class

    static Alphabet of(int dataCoding, Alphabet fallback) {
        return switch (dataCoding & GROUP) {
            case 0 -> ofSmpp(dataCoding, fallback);
            case GROUP_CLASS ->
                    switch (dataCoding >> 2 & 3) {
                        case 1 -> BINARY;
                        case 2 -> UCS2;
                        default -> fallback;
                    };
            case GROUP_DATA -> (dataCoding & 4) == 0 ? fallback : BINARY;
            default -> fallback;
        };
    }

    private static Alphabet ofSmpp(int dataCoding, Alphabet fallback) {
        return switch (dataCoding) {
            case 1 -> ASCII;
            case 2, 4 -> BINARY;
            case 3 -> LATIN1;
            case 6 -> CYRILLIC;
            case 7 -> HEBREW;
            case 8 -> UCS2;
            default -> fallback;
        };
    }

    /// The text in `octets`, which follow a header of `headerOctets` octets.
    String decode(Octets octets, int headerOctets) {
        return switch (this) {
            case GSM7 -> Gsm7.decode(octets.toArray());
            case GSM7_PACKED ->
                    Gsm7.decode(Gsm7.unpackUncounted(octets.toArray(), fillBits(headerOctets)));
            case ASCII -> octets.text(StandardCharsets.US_ASCII);
            case LATIN1 -> octets.text(StandardCharsets.ISO_8859_1);
            case UTF8 -> octets.text(StandardCharsets.UTF_8);
            case UCS2 -> octets.text(StandardCharsets.UTF_16BE);
            case CYRILLIC -> octets.text(Charset.forName("ISO-8859-5"));
            case HEBREW -> octets.text(Charset.forName("ISO-8859-8"));
            case BINARY -> HexFormat.of().formatHex(octets.toArray());
        };
    }

    /// Text begins on a septet boundary (TS 23.040 section 9.2.3.24).
    static int fillBits(int headerOctets) {
        return Math.floorMod(-Byte.SIZE * headerOctets, 7);
    }
}
