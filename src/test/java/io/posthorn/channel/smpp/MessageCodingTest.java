package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Segments;
import io.posthorn.message.Segments.Concatenation;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodingTest {
    private static final ShortMessage ENVELOPE =
            ShortMessage.of(
                    new SmeAddress(5, 0, "Acme"),
                    new SmeAddress(1, 1, "15005550006"),
                    0,
                    Octets.NONE);

    @Property(seed = "1")
    void every_text_arrives_whole_in_every_coding(
            @ForAll("texts") String any,
            @ForAll("defaults") Alphabet alphabet,
            @ForAll Concatenation longMessages,
            @ForAll int reference) {
        MessageCoding coding = new MessageCoding(alphabet, longMessages);
        // Packing may double or drop a carriage return at the end (TS 23.038 section 6.1.2.3.1).
        String text = alphabet == Alphabet.GSM7_PACKED ? any.replace("\r", "") : any;

        List<ShortMessage> parts = coding.parts(ENVELOPE, text, reference);

        StringBuilder arrived = new StringBuilder();
        parts.forEach(part -> arrived.append(coding.text(part)));
        assertThat(arrived).hasToString(text);
        assertNumbered(parts, reference, longMessages);
    }

    private static void assertNumbered(
            List<ShortMessage> parts, int reference, Concatenation longMessages) {
        int mask = longMessages == Concatenation.UDH8 ? 0xFF : 0xFFFF;
        for (int i = 0; i < parts.size(); i++) {
            assertThat(MessageCoding.partOf(parts.get(i)))
                    .isEqualTo(
                            parts.size() == 1
                                    ? Optional.empty()
                                    : Optional.of(
                                            new PartOf(reference & mask, parts.size(), i + 1)));
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> gsm =
                Arbitraries.strings()
                        .withChars("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ABCxyz0123456789ÄÖÑÜ§¿äöñüà")
                        .withChars("\f\r\n^{}\\[~]|€")
                        .ofMaxLength(700);
        Arbitrary<String> latin = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(700);
        Arbitrary<String> emoji =
                Arbitraries.of("😀", "👩‍🚀", "a", "é", "漢", "€")
                        .list()
                        .ofMaxSize(200)
                        .map(list -> String.join("", list));
        return Arbitraries.oneOf(gsm, latin, emoji);
    }

    @Provide
    Arbitrary<Alphabet> defaults() {
        return Arbitraries.of(Alphabet.class).filter(alphabet -> alphabet != Alphabet.UCS2);
    }

    @Property(seed = "1")
    void hostile_user_data_is_read_without_an_exception(
            @ForAll @Size(max = 255) byte[] userData,
            @ForAll("octets") int dataCoding,
            @ForAll("octets") int esmClass,
            @ForAll Alphabet alphabet) {
        ShortMessage message =
                ShortMessage.of(SmeAddress.NONE, SmeAddress.NONE, dataCoding, Octets.of(userData))
                        .withEsmClass(esmClass);

        assertThat(new MessageCoding(alphabet, Concatenation.UDH8).text(message)).isNotNull();
        assertThat(MessageCoding.partOf(message)).isNotNull();
    }

    @Provide
    Arbitrary<Integer> octets() {
        return Arbitraries.integers().between(0, 255);
    }

    @ParameterizedTest
    @EnumSource
    void every_character_of_the_basic_plane_arrives(Alphabet alphabet) {
        if (alphabet == Alphabet.UCS2) {
            return; // not a default alphabet
        }
        MessageCoding coding = new MessageCoding(alphabet, Concatenation.UDH8);
        for (char c = 0; c < Character.MIN_SURROGATE; c++) {
            assertThat(coding.text(coding.parts(ENVELOPE, "" + c, 0).getFirst())).isEqualTo("" + c);
        }
        for (char c = Character.MAX_SURROGATE + 1; c < Character.MAX_VALUE; c++) {
            assertThat(coding.text(coding.parts(ENVELOPE, "" + c, 0).getFirst())).isEqualTo("" + c);
        }
    }

    @Test
    void a_long_text_has_an_8_bit_header_in_each_part() {
        List<ShortMessage> parts = MessageCoding.USUAL.parts(ENVELOPE, "a".repeat(161), 0x1234);

        assertThat(parts).hasSize(2);
        assertThat(parts).allMatch(part -> part.esmClass() == ShortMessage.ESM_UDHI);
        assertThat(hex(parts.getFirst())).startsWith("050003340201" + "6161").hasSize(2 * 159);
        assertThat(hex(parts.getLast())).isEqualTo("050003340202" + "6161616161616161");
    }

    @Test
    void a_16_bit_header_is_one_octet_longer() {
        MessageCoding coding = new MessageCoding(Alphabet.GSM7, Concatenation.UDH16);

        assertThat(hex(coding.parts(ENVELOPE, "a".repeat(161), 0x1234).getFirst()))
                .startsWith("06080412340201" + "61")
                .hasSize(2 * 159);
    }

    @Test
    void sar_says_it_in_parameters_and_leaves_the_text_alone() {
        MessageCoding coding = new MessageCoding(Alphabet.GSM7, Concatenation.SAR);

        ShortMessage second = coding.parts(ENVELOPE, "a".repeat(161), 0x1234).getLast();

        assertThat(hex(second)).isEqualTo("61".repeat(8));
        assertThat(second.esmClass()).isZero();
        assertThat(second.tlvs().list())
                .containsExactly(
                        Tlv.ofShort(Tlv.SAR_MSG_REF_NUM, 0x1234),
                        Tlv.ofByte(Tlv.SAR_TOTAL_SEGMENTS, 2),
                        Tlv.ofByte(Tlv.SAR_SEGMENT_SEQNUM, 2));
    }

    @Test
    void a_payload_stays_whole_and_a_short_text_needs_none() {
        MessageCoding coding = new MessageCoding(Alphabet.GSM7, Concatenation.PAYLOAD);

        List<ShortMessage> parts = coding.parts(ENVELOPE, "a".repeat(161), 1);

        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().shortMessage()).isEqualTo(Octets.NONE);
        assertThat(parts.getFirst().tlvs().find(Tlv.MESSAGE_PAYLOAD).orElseThrow().value().size())
                .isEqualTo(161);
        assertThat(coding.parts(ENVELOPE, "a".repeat(160), 1).getFirst().tlvs())
                .isEqualTo(Tlvs.NONE);
    }

    @ParameterizedTest
    @CsvSource({"LATIN1, Δ, 160, 320", "UTF8, Δ, 160, 320", "LATIN1, Δ, 71, 142"})
    void a_short_text_that_grows_in_its_alphabet_becomes_a_payload(
            Alphabet alphabet, String character, int times, int octets) {
        MessageCoding coding = new MessageCoding(alphabet, Concatenation.PAYLOAD);

        ShortMessage message = coding.parts(ENVELOPE, character.repeat(times), 1).getFirst();

        assertThat(message.shortMessage()).isEqualTo(Octets.NONE);
        assertThat(message.userData().size()).isEqualTo(octets);
        assertThat(coding.text(message)).isEqualTo(character.repeat(times));
    }

    @Test
    void packed_parts_fill_140_octets_and_begin_on_a_septet() {
        MessageCoding coding = new MessageCoding(Alphabet.GSM7_PACKED, Concatenation.UDH8);

        assertThat(coding.parts(ENVELOPE, "a".repeat(160), 1).getFirst().shortMessage().size())
                .isEqualTo(140);
        ShortMessage first = coding.parts(ENVELOPE, "a".repeat(161), 1).getFirst();
        assertThat(first.shortMessage().size()).isEqualTo(140);
        assertThat(hex(first)).startsWith("050003010201" + "c2e170381c0e87c3e1"); // one fill bit
    }

    @Test
    void a_full_packed_part_that_ends_in_a_return_does_not_outgrow_the_message() {
        MessageCoding coding = new MessageCoding(Alphabet.GSM7_PACKED, Concatenation.UDH8);

        assertThat(coding.parts(ENVELOPE, "a".repeat(159) + "\r", 1).getFirst().shortMessage())
                .extracting(Octets::size)
                .isEqualTo(140);
    }

    @ParameterizedTest
    @CsvSource({
        "GSM7, hi, 0, 6869",
        "GSM7, {, 0, 1b28",
        "GSM7, ж, 8, 0436",
        "GSM7_PACKED, hi, 0, e834",
        "LATIN1, é, 3, e9",
        "LATIN1, Δ, 8, 0394",
        "ASCII, a, 1, 61",
        "ASCII, é, 8, 00e9",
        "UTF8, é, 0, c3a9",
        "UTF8, 😀, 8, d83dde00"
    })
    void text_travels_in_the_default_alphabet_where_it_fits(
            Alphabet alphabet, String text, int dataCoding, String hex) {
        ShortMessage message =
                new MessageCoding(alphabet, Concatenation.UDH8).parts(ENVELOPE, text, 1).getFirst();

        assertThat(message.dataCoding()).isEqualTo(dataCoding);
        assertThat(hex(message)).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 6869, hi",
        "1, 6869, hi",
        "3, e9, é",
        "4, e9, é",
        "6, b0, А",
        "7, e0, א",
        "8, 0436, ж",
        "14, b0a1, 가",
        "0x10, 02, $",
        "0x18, 0436, ж",
        "0xF0, 02, $",
        "0xF4, e9, é",
        "0xE0, 0436, ж",
        "0xC8, 02, $"
    })
    void incoming_text_is_read_by_its_data_coding(String dataCoding, String hex, String text) {
        ShortMessage message =
                ShortMessage.of(
                        SmeAddress.NONE,
                        SmeAddress.NONE,
                        Integer.decode(dataCoding),
                        Octets.ofHex(hex));

        assertThat(MessageCoding.USUAL.text(message)).isEqualTo(text);
    }

    @Test
    void parts_are_as_many_as_were_counted_for_the_price() {
        String text = "😀".repeat(100);

        assertThat(MessageCoding.USUAL.parts(ENVELOPE, text, 1)).hasSize(Segments.count(text));
    }

    private static String hex(ShortMessage message) {
        return HexFormat.of().formatHex(message.shortMessage().toArray());
    }
}
