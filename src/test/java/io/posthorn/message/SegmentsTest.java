package io.posthorn.message;

import static io.posthorn.message.Segments.Concatenation.PAYLOAD;
import static io.posthorn.message.Segments.Concatenation.SAR;
import static io.posthorn.message.Segments.Concatenation.UDH16;
import static io.posthorn.message.Segments.Encoding.GSM7;
import static io.posthorn.message.Segments.Encoding.UCS2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.message.Segments.Concatenation;
import io.posthorn.message.Segments.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {

    private static final String EMOJI = "😀";

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "159, 1",
        "160, 1",
        "161, 2",
        "306, 2",
        "307, 3",
        "459, 3",
        "460, 4",
        "1530, 10",
        "1531, 11",
    })
    void septets_are_counted_in_160_and_153(int septets, int segments) {
        assertSegments("a".repeat(septets), GSM7, segments);
    }

    @ParameterizedTest
    @CsvSource({
        "69, 1", "70, 1", "71, 2", "134, 2", "135, 3", "201, 3", "202, 4", "670, 10", "671, 11"
    })
    void units_are_counted_in_70_and_67(int units, int segments) {
        assertSegments("я".repeat(units), UCS2, segments);
    }

    @ParameterizedTest
    @CsvSource({"160, 1", "161, 2", "304, 2", "305, 3"})
    void a_16_bit_reference_costs_one_septet_a_part(int septets, int segments) {
        assertThat(Segments.of("a".repeat(septets), UDH16).parts()).hasSize(segments);
    }

    @ParameterizedTest
    @CsvSource({"70, 1", "71, 2", "132, 2", "133, 3"})
    void a_16_bit_reference_costs_one_unit_a_part(int units, int segments) {
        assertThat(Segments.of("я".repeat(units), UDH16).parts()).hasSize(segments);
    }

    @Test
    void one_character_outside_the_alphabet_makes_the_whole_text_ucs2() {
        assertSegments("a".repeat(160), GSM7, 1);
        assertSegments("a".repeat(159) + "ç", UCS2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "80, 1", "81, 2", "152, 2", "153, 3"
    }) // 76 of them fill 152 septets, the 153rd stays empty
    void extension_characters_count_twice_and_are_not_cut(int euros, int segments) {
        assertSegments("€".repeat(euros), GSM7, segments);
    }

    @Test
    void an_escape_pair_on_the_boundary_moves_to_the_next_part() {
        Segments segments = Segments.of("a".repeat(152) + "€" + "b".repeat(151));

        assertThat(segments.parts()).containsExactly("a".repeat(152), "€" + "b".repeat(151));
    }

    @Test
    void an_escape_pair_before_the_boundary_stays() {
        Segments segments = Segments.of("a".repeat(151) + "€" + "b".repeat(153));

        assertThat(segments.parts()).containsExactly("a".repeat(151) + "€", "b".repeat(153));
    }

    @Test
    void an_escape_pair_may_cost_a_part_more_than_the_septets_say() {
        String text = "a".repeat(152) + "€" + "b".repeat(152); // 306 septets

        assertSegments(text, GSM7, 3);
    }

    @Test
    void a_surrogate_pair_on_the_boundary_moves_to_the_next_part() {
        Segments segments = Segments.of("a".repeat(66) + EMOJI + "b".repeat(65));

        assertThat(segments.parts()).containsExactly("a".repeat(66), EMOJI + "b".repeat(65));
    }

    @Test
    void a_surrogate_pair_may_fill_a_single_message() {
        assertSegments("a".repeat(68) + EMOJI, UCS2, 1);
        assertSegments("a".repeat(69) + EMOJI, UCS2, 2);
        assertSegments(EMOJI.repeat(35), UCS2, 1);
        assertSegments(EMOJI.repeat(66), UCS2, 2); // 33 a part
        assertSegments(EMOJI.repeat(67), UCS2, 3);
    }

    @Test
    void half_a_surrogate_pair_is_a_unit_like_any_other() {
        assertSegments("\uD83D".repeat(134), UCS2, 2);
    }

    @Test
    void a_payload_stays_whole_and_costs_what_the_carrier_will_cut() {
        String text = "a".repeat(400);

        assertThat(Segments.of(text, PAYLOAD).parts()).containsExactly(text);
        assertThat(Segments.count(text)).isEqualTo(3);
    }

    @Test
    void sar_parts_leave_room_for_the_carriers_header() {
        assertThat(Segments.of("a".repeat(307), SAR).parts())
                .extracting(String::length)
                .containsExactly(153, 153, 1);
    }

    @Test
    void a_plain_text_can_be_forced_into_ucs2() {
        Segments segments = Segments.of("a".repeat(71), UCS2, UDH16);

        assertThat(segments.encoding()).isEqualTo(UCS2);
        assertThat(segments.parts()).extracting(String::length).containsExactly(66, 5);
    }

    @Test
    void a_text_outside_the_alphabet_cannot_be_forced_into_it() {
        assertThatThrownBy(() -> Segments.of("я", GSM7, UDH16))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void more_than_255_parts_are_refused_and_still_counted() {
        String most = "a".repeat(255 * 153);

        assertSegments(most, GSM7, 255);
        assertThat(Segments.count(most + "a")).isEqualTo(256);
        assertThatThrownBy(() -> Segments.of(most + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Grüße", "ÄÖÜ ¿¡ Ñ", "Δέλτα", "100 €", "naïve", "“quoted”", "日本", ""})
    void encoding_follows_the_alphabet(String text) {
        assertThat(Segments.encoding(text)).isEqualTo(Gsm7.canEncode(text) ? GSM7 : UCS2);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDH8", "UDH16", "SAR"})
    void the_whole_unicode_repertoire_survives_cutting(Concatenation concatenation) {
        StringBuilder everything = new StringBuilder();
        for (int c = 0; c <= 0x1FFFF; c++) {
            if (c < 0xD800 || c > 0xDFFF) {
                everything.appendCodePoint(c);
            }
        }
        for (int from = 0; from < everything.length(); from += 10_000) {
            assertRoundTrip(
                    everything.substring(from, Math.min(from + 10_000, everything.length())),
                    concatenation);
        }
    }

    private static void assertRoundTrip(String text, Concatenation concatenation) {
        StringBuilder read = new StringBuilder();
        for (String part : Segments.of(text, concatenation).parts()) {
            read.append(
                    new String(
                            part.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE));
        }
        assertThat(read.toString().equals(text)).isTrue();
    }

    @Property(seed = "1")
    void parts_make_the_text_again(
            @ForAll("texts") String text, @ForAll Concatenation concatenation) {
        assertThat(String.join("", Segments.of(text, concatenation).parts())).isEqualTo(text);
    }

    @Property(seed = "1")
    void count_is_the_number_of_parts(@ForAll("texts") String text) {
        assertThat(Segments.count(text)).isEqualTo(Segments.of(text).parts().size());
    }

    @Property(seed = "1")
    void every_part_fits_and_could_not_take_the_next_character(@ForAll("texts") String text) {
        assertFilled(Segments.of(text), 160, 153, 70, 67);
        assertFilled(Segments.of(text, UDH16), 160, 152, 70, 66);
    }

    private static void assertFilled(
            Segments segments, int septets, int manySeptets, int units, int manyUnits) {
        boolean single = segments.parts().size() == 1;
        int limit =
                switch (segments.encoding()) {
                    case GSM7 -> single ? septets : manySeptets;
                    case UCS2 -> single ? units : manyUnits;
                };
        List<String> parts = segments.parts();
        for (int i = 0; i < parts.size(); i++) {
            assertThat(size(parts.get(i), segments.encoding())).isLessThanOrEqualTo(limit);
            if (i + 1 < parts.size()) {
                String longer = parts.get(i) + Character.toString(parts.get(i + 1).codePointAt(0));
                assertThat(size(longer, segments.encoding())).isGreaterThan(limit);
            }
        }
    }

    @Property(seed = "1")
    void a_text_of_one_part_is_one_that_fits_unheaded(@ForAll("texts") String text) {
        Segments segments = Segments.of(text);
        int limit = segments.encoding() == GSM7 ? 160 : 70;

        assertThat(segments.parts().size() == 1)
                .isEqualTo(size(text, segments.encoding()) <= limit);
    }

    @Property(seed = "1")
    void no_surrogate_pair_is_cut(
            @ForAll("texts") String text, @ForAll Concatenation concatenation) {
        List<String> parts = Segments.of(text, concatenation).parts();
        int codePoints =
                parts.stream().mapToInt(part -> part.codePointCount(0, part.length())).sum();

        assertThat(codePoints).isEqualTo(text.codePointCount(0, text.length()));
    }

    private static int size(String text, Encoding encoding) {
        return switch (encoding) {
            case GSM7 -> Gsm7.encode(text).length;
            case UCS2 -> text.length();
        };
    }

    private static void assertSegments(String text, Encoding encoding, int count) {
        Segments segments = Segments.of(text);
        assertThat(segments.encoding()).isEqualTo(encoding);
        assertThat(segments.parts()).hasSize(count);
        assertThat(Segments.count(text)).isEqualTo(count);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> plain = Arbitraries.of("a", "b", "é", "\n", "Ω");
        Arbitrary<String> extension = Arbitraries.of("€", "{", "^");
        Arbitrary<String> wide = Arbitraries.of("я", "日", EMOJI, "👩‍🚀", "\uD83D");
        Arbitrary<String> septets = Arbitraries.oneOf(plain, extension);
        Arbitrary<String> any = Arbitraries.oneOf(plain, extension, wide);
        return Arbitraries.oneOf(joined(septets), joined(any), joined(extension), joined(wide));
    }

    private static Arbitrary<String> joined(Arbitrary<String> pieces) {
        return pieces.list().ofMaxSize(500).map(list -> String.join("", list));
    }
}
