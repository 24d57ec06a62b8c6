package io.posthorn.channel.smpp;

import io.posthorn.message.Segments;
import io.posthorn.message.Segments.Concatenation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How one carrier wants text: what it means by "default alphabet" and how it ties the parts of a
/// long message together.
public record MessageCoding(Alphabet defaultAlphabet, Concatenation longMessages) {

    public static final MessageCoding USUAL = new MessageCoding(Alphabet.GSM7, Concatenation.UDH8);

    private static final int OCTETS_MAX = 254; // of short_message in SMPP 3.4

    /// The short messages that carry `text`: `envelope` each time, in the order they have to leave.
    /// Text that fits the default alphabet travels in it, all other as UCS-2.
    ///
    /// Throws `IllegalArgumentException` for a text of more than `Segments.MAX_PARTS` parts.
    ///
    /// @param reference ties the parts together; its low 8 or 16 bits are used
    public List<ShortMessage> parts(ShortMessage envelope, String text, int reference) {
        Segments segments = Segments.of(text, longMessages);
        return switch (segments.encoding()) {
            case UCS2 -> parts(envelope, segments, Alphabet.UCS2, reference);
            case GSM7 ->
                    holds(segments)
                            ? parts(envelope, segments, defaultAlphabet, reference)
                            : parts(envelope, asUcs2(text), Alphabet.UCS2, reference);
        };
    }

    private Segments asUcs2(String text) {
        return Segments.of(text, Segments.Encoding.UCS2, longMessages);
    }

    /// Latin-1 has no Greek, and Greek in UTF-8 takes twice the octets.
    private boolean holds(Segments segments) {
        return segments.parts().stream()
                .allMatch(part -> defaultAlphabet.canEncode(part) && fits(part, segments));
    }

    private boolean fits(String part, Segments segments) {
        boolean payload = longMessages == Concatenation.PAYLOAD;
        int header = segments.parts().size() == 1 ? 0 : 7;
        return payload || defaultAlphabet.encode(part, header).size() + header <= OCTETS_MAX;
    }

    private List<ShortMessage> parts(
            ShortMessage envelope, Segments segments, Alphabet alphabet, int reference) {
        int total = segments.parts().size();
        List<ShortMessage> parts = new ArrayList<>(total);
        for (int i = 0; i < total; i++) {
            String text = segments.parts().get(i);
            parts.add(
                    total == 1
                            ? whole(envelope, text, segments.encoding(), alphabet)
                            : part(envelope, text, alphabet, new PartOf(reference, total, i + 1)));
        }
        return parts;
    }

    private ShortMessage whole(
            ShortMessage envelope, String text, Segments.Encoding encoding, Alphabet alphabet) {
        Octets octets = alphabet.encode(text, 0);
        if (longMessages != Concatenation.PAYLOAD || isShort(text, encoding, octets)) {
            return envelope.withText(alphabet, octets);
        }
        Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, octets);
        return envelope.withText(alphabet, Octets.NONE).withTlvs(envelope.tlvs().with(payload));
    }

    /// A text that is one part in GSM-7 can be several in the alphabet it travels in.
    private static boolean isShort(String text, Segments.Encoding encoding, Octets octets) {
        return octets.size() <= OCTETS_MAX
                && Segments.of(text, encoding, Concatenation.UDH8).parts().size() == 1;
    }

    private ShortMessage part(ShortMessage envelope, String text, Alphabet alphabet, PartOf part) {
        return switch (longMessages) {
            case UDH8 -> headed(envelope, UserDataHeader.concatenated8(part), text, alphabet);
            case UDH16 -> headed(envelope, UserDataHeader.concatenated16(part), text, alphabet);
            case SAR ->
                    envelope.withText(alphabet, alphabet.encode(text, 0))
                            .withTlvs(sar(envelope.tlvs(), part));
            case PAYLOAD -> throw new IllegalStateException("a payload has no parts");
        };
    }

    private static ShortMessage headed(
            ShortMessage envelope, Octets header, String text, Alphabet alphabet) {
        Octets octets = header.then(alphabet.encode(text, header.size()));
        return envelope.withText(alphabet, octets)
                .withEsmClass(envelope.esmClass() | ShortMessage.ESM_UDHI);
    }

    private static Tlvs sar(Tlvs tlvs, PartOf part) {
        return tlvs.with(
                Tlv.ofShort(Tlv.SAR_MSG_REF_NUM, part.reference()),
                Tlv.ofByte(Tlv.SAR_TOTAL_SEGMENTS, part.total()),
                Tlv.ofByte(Tlv.SAR_SEGMENT_SEQNUM, part.number()));
    }

    /// The text one short message carries.
    public String text(ShortMessage message) {
        Octets userData = message.userData();
        int header = hasHeader(message) ? UserDataHeader.of(userData).octets() : 0;
        return decode(message.dataCoding(), userData.from(header), header);
    }

    /// What the short message is a part of; nothing when it stands alone.
    public static Optional<PartOf> partOf(ShortMessage message) {
        if (hasHeader(message)) {
            return UserDataHeader.of(message.userData()).part();
        }
        return number(message, Tlv.SAR_MSG_REF_NUM)
                .flatMap(reference ->
                        UserDataHeader.part(
                                reference,
                                number(message, Tlv.SAR_TOTAL_SEGMENTS).orElse(0),
                                number(message, Tlv.SAR_SEGMENT_SEQNUM).orElse(0)));
    }

    private static Optional<Integer> number(ShortMessage message, int tag) {
        return message.tlvs()
                .find(tag)
                .map(Tlv::value)
                .filter(value -> value.size() <= Short.BYTES)
                .map(Octets::number);
    }

    private static boolean hasHeader(ShortMessage message) {
        return (message.esmClass() & ShortMessage.ESM_UDHI) != 0;
    }

    private String decode(int dataCoding, Octets octets, int headerOctets) {
        return DataCoding.alphabet(dataCoding)
                .map(alphabet -> alphabet == Alphabet.GSM7 ? defaultAlphabet : alphabet)
                .map(alphabet -> alphabet.decode(octets, headerOctets))
                .orElseGet(() -> octets.text(DataCoding.charset(dataCoding)));
    }
}
