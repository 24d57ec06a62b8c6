package io.posthorn.channel.smpp;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Reads the data_coding of an incoming message (SMPP 3.4 section 5.2.19; above 15 the data coding
/// scheme of 3GPP TS 23.038 section 4).
final class DataCoding {
    private static final Map<Integer, Charset> LOCAL =
            Map.of(
                    5, charset("ISO-2022-JP"),
                    6, charset("ISO-8859-5"),
                    7, charset("ISO-8859-8"),
                    10, charset("ISO-2022-JP"),
                    13, charset("JIS_X0212-1990"),
                    14, charset("EUC-KR"));

    private DataCoding() {}

    /// The alphabet, `GSM7` standing for the carrier's default one; nothing for local charsets and
    /// binary data.
    static Optional<Alphabet> alphabet(int dataCoding) {
        return switch (dataCoding) {
            case 0 -> Optional.of(Alphabet.GSM7);
            case 1 -> Optional.of(Alphabet.ASCII);
            case 3 -> Optional.of(Alphabet.LATIN1);
            case 8 -> Optional.of(Alphabet.UCS2);
            default -> dataCoding > 15 ? scheme(dataCoding) : Optional.empty();
        };
    }

    /// The coding groups, by their high four bits.
    private static Optional<Alphabet> scheme(int dataCoding) {
        return switch (dataCoding >> 4) {
            case 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7 -> byBits(dataCoding & 0x0C);
            case 0xC, 0xD -> Optional.of(Alphabet.GSM7); // message waiting
            case 0xE -> Optional.of(Alphabet.UCS2); // message waiting
            case 0xF -> byBits(dataCoding & 0x04);
            default -> Optional.empty();
        };
    }

    private static Optional<Alphabet> byBits(int bits) {
        return switch (bits) {
            case 0x00 -> Optional.of(Alphabet.GSM7);
            case 0x08 -> Optional.of(Alphabet.UCS2);
            default -> Optional.empty();
        };
    }

    /// The charset of what is in none of our alphabets; Latin-1 keeps the octets of binary data.
    static Charset charset(int dataCoding) {
        return LOCAL.getOrDefault(dataCoding, StandardCharsets.ISO_8859_1);
    }

    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }
}
