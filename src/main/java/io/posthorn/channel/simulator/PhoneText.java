package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.message.Gsm7;
import io.posthorn.message.Segments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text somebody types on a phone, as the carrier hands it on.
///
/// @param reference tells the parts of one long text from those of another, 0 to 255
record PhoneText(String from, String to, String text, int reference) {
    private static final int DEFAULT_CODING = 0;
    private static final int UCS2_CODING = 8;
    private static final int HEADER = 6; // with its length octet

    List<ShortMessage> parts(Alphabet fallback) {
        Segments segments = segments(fallback);
        List<ShortMessage> parts = new ArrayList<>();
        for (String part : segments.parts()) {
            parts.add(part(part, parts.size() + 1, segments, fallback));
        }
        return parts;
    }

    /// UCS-2 reads the same for every carrier, so it is used wherever the default alphabet is not
    /// GSM's.
    private Segments segments(Alphabet fallback) {
        boolean gsm = fallback == Alphabet.GSM7 || fallback == Alphabet.GSM7_PACKED;
        return gsm
                ? Segments.of(text)
                : Segments.of(text, Segments.Encoding.UCS2, Segments.Concatenation.UDH8);
    }

    private ShortMessage part(String part, int number, Segments segments, Alphabet fallback) {
        int total = segments.parts().size();
        int header = total == 1 ? 0 : HEADER;
        boolean gsm = segments.encoding() == Segments.Encoding.GSM7;
        Octets body =
                gsm ? septets(part, header, fallback) : Octets.of(part, StandardCharsets.UTF_16BE);
        return ShortMessage.of(
                        address(from),
                        address(to),
                        gsm ? DEFAULT_CODING : UCS2_CODING,
                        header == 0 ? body : header(number, total).then(body))
                .withEsmClass(header == 0 ? 0 : ShortMessage.ESM_UDHI);
    }

    private static Octets septets(String part, int header, Alphabet fallback) {
        byte[] septets = Gsm7.encode(part);
        return fallback == Alphabet.GSM7_PACKED
                ? Octets.of(Gsm7.packUncounted(septets, Alphabet.fillBits(header)))
                : Octets.of(septets);
    }

    /// TS 23.040 section 9.2.3.24.1.
    private Octets header(int number, int total) {
        return Octets.of(
                (byte) (HEADER - 1),
                (byte) 0,
                (byte) 3,
                (byte) reference,
                (byte) total,
                (byte) number);
    }

    private static SmeAddress address(String value) {
        if (value.startsWith("+")) {
            return new SmeAddress(
                    SmeAddress.TON_INTERNATIONAL, SmeAddress.NPI_ISDN, value.substring(1));
        }
        boolean digits = value.chars().allMatch(Character::isDigit);
        return digits
                ? new SmeAddress(SmeAddress.TON_UNKNOWN, SmeAddress.NPI_ISDN, value)
                : new SmeAddress(SmeAddress.TON_ALPHANUMERIC, SmeAddress.NPI_UNKNOWN, value);
    }

    @Override
    public String toString() {
        return "PhoneText[" + reference + "]"; // a body never reaches a log
    }
}
