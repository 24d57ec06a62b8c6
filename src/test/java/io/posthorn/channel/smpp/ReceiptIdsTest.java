package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReceiptIdsTest {
    static final List<Dialect> DIALECTS = Dialect.ALL;

    /// The ways carriers write one id in the answer and in the receipt.
    record Dialect(String name, LongFunction<String> answer, LongFunction<String> receipt) {

        static final List<Dialect> ALL =
                List.of(
                        new Dialect("decimal both", Long::toString, Long::toString),
                        new Dialect("decimal padded in receipt", Long::toString, Dialect::padded),
                        new Dialect("decimal padded in answer", Dialect::padded, Long::toString),
                        new Dialect("hex lower both", Dialect::hex, Dialect::hex),
                        new Dialect("hex lower then upper", Dialect::hex, Dialect::upperHex),
                        new Dialect("hex upper then lower", Dialect::upperHex, Dialect::hex),
                        new Dialect("hex padded in receipt", Dialect::hex, Dialect::paddedHex),
                        new Dialect("hex padded in answer", Dialect::paddedHex, Dialect::upperHex),
                        new Dialect("hex then decimal", Dialect::hex, Long::toString),
                        new Dialect(
                                "upper hex then padded decimal",
                                Dialect::upperHex,
                                Dialect::padded),
                        new Dialect("decimal then hex", Long::toString, Dialect::hex),
                        new Dialect(
                                "padded decimal then upper hex",
                                Dialect::padded,
                                Dialect::paddedHex),
                        new Dialect("text both", Dialect::named, Dialect::named));

        private static String padded(long id) {
            return "%020d".formatted(id);
        }

        private static String hex(long id) {
            return Long.toHexString(id);
        }

        private static String upperHex(long id) {
            return hex(id).toUpperCase(Locale.ROOT);
        }

        private static String paddedHex(long id) {
            return "%016X".formatted(id);
        }

        private static String named(long id) {
            return "msg-" + Long.toString(id, 36) + "_x";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Property(seed = "1")
    void the_answers_key_is_among_the_receipts_candidates(
            @ForAll("dialects") Dialect dialect, @ForAll @LongRange(max = Long.MAX_VALUE) long id) {
        ReceiptIds ids = new ReceiptIds(ReceiptIds.Format.AUTO);
        String key = ids.recorded(dialect.answer().apply(id));

        assertThat(ids.candidates(List.of(dialect.receipt().apply(id)))).contains(key);
    }

    /// Ids that follow each other, so that one reading of an id is often another message's.
    @ParameterizedTest
    @FieldSource("DIALECTS")
    void after_twenty_receipts_the_first_candidate_is_the_right_one(Dialect dialect) {
        ReceiptIds ids = new ReceiptIds(ReceiptIds.Format.AUTO);
        Map<String, Integer> recorded = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            recorded.put(ids.recorded(dialect.answer().apply(1_000 + i)), i);
        }
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            int message = random.nextInt(20_000);
            List<String> receipt = List.of(dialect.receipt().apply(1_000 + message));
            List<String> candidates = ids.candidates(receipt);
            if (i >= 20) {
                assertThat(recorded.get(candidates.getFirst())).isEqualTo(message);
            }
            candidates.stream()
                    .filter(key -> Integer.valueOf(message).equals(recorded.get(key)))
                    .findFirst()
                    .ifPresent(key -> ids.matched(receipt, key));
        }
    }

    @Test
    void a_carrier_that_changes_its_habit_is_followed() {
        ReceiptIds ids = new ReceiptIds(ReceiptIds.Format.AUTO);
        for (int i = 0; i < 1_000; i++) {
            ids.matched(List.of("26265"), "26265");
        }
        for (int i = 0; i < 20; i++) {
            ids.matched(List.of("26265"), "6699");
        }

        assertThat(ids.candidates(List.of("26265"))).startsWith("6699");
    }

    @Test
    void letters_tell_before_any_receipt_has_matched() {
        ReceiptIds ids = new ReceiptIds(ReceiptIds.Format.AUTO);
        for (int i = 0; i < 200; i++) {
            ids.recorded(Integer.toHexString(100_000 + i));
            ids.candidates(List.of(Integer.toString(100_000 + i)));
        }

        assertThat(ids.candidates(List.of("100010"))).startsWith("186AA");
    }

    @Test
    void an_id_that_reads_the_same_both_ways_teaches_nothing() {
        ReceiptIds ids = new ReceiptIds(ReceiptIds.Format.AUTO);
        ids.matched(List.of("26265"), "6699");
        ids.matched(List.of("7"), "7");

        assertThat(ids.candidates(List.of("26265"))).startsWith("6699");
    }

    @Test
    void a_setting_decides_instead_of_learning() {
        List<String> id = List.of("26265");

        assertThat(new ReceiptIds(ReceiptIds.Format.TEXT).candidates(id)).containsExactly("26265");
        assertThat(new ReceiptIds(ReceiptIds.Format.DECIMAL).candidates(id))
                .containsExactly("6699");
        assertThat(new ReceiptIds(ReceiptIds.Format.HEX).candidates(id)).containsExactly("156261");
    }

    @Test
    void both_ids_of_a_receipt_are_tried() {
        assertThat(new ReceiptIds(ReceiptIds.Format.TEXT).candidates(List.of("a1", "b2")))
                .containsExactly("A1", "B2");
    }

    @Test
    void an_empty_id_finds_nothing() {
        assertThat(new ReceiptIds(ReceiptIds.Format.AUTO).candidates(List.of(""))).isEmpty();
    }

    @Property(seed = "1")
    void any_text_is_an_id(@ForAll("texts") String id) {
        ReceiptIds ids = new ReceiptIds(ReceiptIds.Format.AUTO);
        List<String> candidates = ids.candidates(List.of(id));
        String key = ids.recorded(id);

        assertThat(candidates.contains(key)).isEqualTo(!key.isEmpty());
        ids.matched(List.of(id), key);
    }

    @Provide
    Arbitrary<Dialect> dialects() {
        return Arbitraries.of(DIALECTS);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ascii().ofMaxLength(64);
    }
}
