package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gsm7Test {

    private static final HexFormat HEX = HexFormat.of();

    /// The rows of TS 23.038 section 6.2.1, by code, without the escape at 0x1B.
    private static final int[][] DEFAULT_TABLE = {
        {0x00, '@'},
        {0x01, 0xA3},
        {0x02, '$'},
        {0x03, 0xA5},
        {0x04, 0xE8},
        {0x05, 0xE9},
        {0x06, 0xF9},
        {0x07, 0xEC},
        {0x08, 0xF2},
        {0x09, 0xC7},
        {0x0A, '\n'},
        {0x0B, 0xD8},
        {0x0C, 0xF8},
        {0x0D, '\r'},
        {0x0E, 0xC5},
        {0x0F, 0xE5},
        {0x10, 0x394},
        {0x11, '_'},
        {0x12, 0x3A6},
        {0x13, 0x393},
        {0x14, 0x39B},
        {0x15, 0x3A9},
        {0x16, 0x3A0},
        {0x17, 0x3A8},
        {0x18, 0x3A3},
        {0x19, 0x398},
        {0x1A, 0x39E},
        {0x1C, 0xC6},
        {0x1D, 0xE6},
        {0x1E, 0xDF},
        {0x1F, 0xC9},
        {0x24, 0xA4},
        {0x40, 0xA1},
        {0x5B, 0xC4},
        {0x5C, 0xD6},
        {0x5D, 0xD1},
        {0x5E, 0xDC},
        {0x5F, 0xA7},
        {0x60, 0xBF},
        {0x7B, 0xE4},
        {0x7C, 0xF6},
        {0x7D, 0xF1},
        {0x7E, 0xFC},
        {0x7F, 0xE0},
    };

    /// Section 6.2.1.1.
    private static final int[][] EXTENSION_TABLE = {
        {0x0A, '\f'}, {0x14, '^'}, {0x28, '{'}, {0x29, '}'}, {0x2F, '\\'},
        {0x3C, '['}, {0x3D, '~'}, {0x3E, ']'}, {0x40, '|'}, {0x65, 0x20AC},
    };

    @Test
    void the_default_table_has_the_codes_of_the_standard() {
        for (int[] row : DEFAULT_TABLE) {
            assertOneSeptet(row[0], (char) row[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x20, 0x23", "0x25, 0x3F", "0x41, 0x5A", "0x61, 0x7A"})
    void where_it_agrees_with_ascii_the_code_is_the_character(int first, int last) {
        for (int code = first; code <= last; code++) {
            assertOneSeptet(code, (char) code);
        }
    }

    private static void assertOneSeptet(int code, char character) {
        String text = String.valueOf(character);
        assertThat(Gsm7.encode(text)).as(text).containsExactly(code);
        assertThat(Gsm7.decode(new byte[] {(byte) code})).isEqualTo(text);
        assertThat(Gsm7.width(character)).isOne();
    }

    @Test
    void an_extension_character_is_an_escape_and_a_code() {
        for (int[] row : EXTENSION_TABLE) {
            String text = Character.toString(row[1]);
            assertThat(Gsm7.encode(text)).as(text).containsExactly(0x1B, row[0]);
            assertThat(Gsm7.decode(new byte[] {0x1B, (byte) row[0]})).isEqualTo(text);
            assertThat(Gsm7.width((char) row[1])).isEqualTo(2);
        }
    }

    @Test
    void the_whole_alphabet_is_127_characters_and_10_extensions() {
        int one = 0;
        int two = 0;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            int width = Gsm7.width((char) c);
            one += width == 1 ? 1 : 0;
            two += width == 2 ? 1 : 0;
        }
        assertThat(one).isEqualTo(127);
        assertThat(two).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ç", "`", "\t", "\u001B", "’", "“", "á", "α", "Α", "😀", "\uD83D", "\u0000", "₤"
            })
    void everything_else_is_outside_the_alphabet(String text) {
        assertThat(Gsm7.canEncode(text)).isFalse();
        assertThat(Gsm7.septets("before" + text)).isEqualTo(Gsm7.NOT_ENCODABLE);
    }

    @Test
    void a_character_outside_the_alphabet_is_named_by_its_index_and_not_shown() {
        assertThatThrownBy(() -> Gsm7.encode("PIN`"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index 3")
                .hasMessageNotContaining("PIN");
    }

    @ParameterizedTest
    @CsvSource({
        "1B, ' '", // an escape without a code
        "1B1B, ' '", // reserved for a second table
        "1B1B41, ' A'",
        "1B41, A", // no such extension: the default table's character
        "1B00, @",
        "411B, 'A '",
        "80, \uFFFD",
        "1BE5, \uFFFD",
        "'', ''",
    })
    void octets_without_a_meaning_decode_as_a_phone_would_show_them(String hex, String text) {
        assertThat(Gsm7.decode(HEX.parseHex(hex))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "hellohello, e8329bfd4697d9ec37", // the field's classic example
        "A, 41",
        "@, 00",
        "12345678, 31d98c56b3dd70",
        "'', ''",
    })
    void packs_low_bits_first(String text, String hex) {
        assertThat(HEX.formatHex(Gsm7.pack(Gsm7.encode(text), 0))).isEqualTo(hex);
    }

    @Test
    void fill_bits_move_the_text_behind_a_header_to_a_septet_boundary() {
        assertThat(HEX.formatHex(Gsm7.pack(Gsm7.encode("A"), 1))).isEqualTo("82");
        assertThat(HEX.formatHex(Gsm7.pack(Gsm7.encode("A"), 2))).isEqualTo("0401");
    }

    @Test
    void septets_the_octets_cannot_hold_are_refused() {
        assertThatThrownBy(() -> Gsm7.unpack(new byte[7], 0, 9))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Gsm7.unpack(new byte[7], 1, 8))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(seed = "1")
    void every_text_of_the_alphabet_survives_the_journey(
            @ForAll("texts") String text, @ForAll @IntRange(max = 6) int fillBits) {
        byte[] septets = Gsm7.encode(text);
        byte[] packed = Gsm7.pack(septets, fillBits);

        assertThat(septets).hasSize(Gsm7.septets(text));
        assertThat(Gsm7.decode(Gsm7.unpack(packed, fillBits, septets.length))).isEqualTo(text);
        assertThat(packed).hasSize((fillBits + 7 * septets.length + 7) / 8);
    }

    @Property(seed = "1")
    void a_text_that_does_not_end_in_a_return_survives_without_its_count(
            @ForAll("texts") String text, @ForAll @IntRange(max = 6) int fillBits) {
        String visible = text.stripTrailing();
        byte[] packed = Gsm7.packUncounted(Gsm7.encode(visible), fillBits);

        assertThat(Gsm7.decode(Gsm7.unpackUncounted(packed, fillBits))).isEqualTo(visible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "123456@", "1234567\r", "12345678", "123456789@"})
    void an_at_sign_is_never_made_of_spare_bits(String text) {
        byte[] packed = Gsm7.packUncounted(Gsm7.encode(text), 0);

        assertThat(Gsm7.decode(Gsm7.unpackUncounted(packed, 0)).stripTrailing())
                .isEqualTo(text.stripTrailing());
    }

    @Property(seed = "1")
    void decoding_never_fails(@ForAll byte[] octets) {
        assertThat(Gsm7.decode(octets)).hasSizeLessThanOrEqualTo(octets.length);
        assertThat(Gsm7.unpackUncounted(octets, 3)).hasSizeLessThanOrEqualTo(2 * octets.length);
    }

    @Provide
    Arbitrary<String> texts() {
        char[] alphabet = new char[137];
        int length = 0;
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (Gsm7.width(c) > 0) {
                alphabet[length++] = c;
            }
        }
        return Arbitraries.strings().withChars(alphabet).ofMaxLength(200);
    }
}
