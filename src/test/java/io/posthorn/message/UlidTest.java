package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Positive;
import org.junit.jupiter.api.Test;

class UlidTest {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /// A kind of id: how its text is documented (comms-api.md, 1.4), made and read.
    private record Kind<T>(String regex, LongFunction<T> of, Function<String, Optional<T>> parse) {

        void comesBack(long value) {
            T id = of.apply(value);
            assertThat(id.toString()).containsPattern(regex);
            assertThat(parse.apply(id.toString())).contains(id);
        }
    }

    private static final Kind<MessageId> MESSAGE =
            kind("message", MessageId::new, text -> MessageId.parse(Operation.Kind.MESSAGE, text));
    private static final List<Kind<?>> KINDS =
            List.of(
                    MESSAGE,
                    kind("operation", OperationId::new, OperationId::parse),
                    kind("sender", SenderId::new, SenderId::parse),
                    kind("senderpool", PoolId::new, PoolId::parse),
                    kind("connection", ConnectionId::new, ConnectionId::parse));

    private static <T> Kind<T> kind(
            String name, LongFunction<T> of, Function<String, Optional<T>> parse) {
        return new Kind<>("^comms_" + name + "_[0-7][a-hjkmnpqrstv-z0-9]{25}$", of, parse);
    }

    @Property(seed = "1")
    void every_id_reads_as_documented_and_comes_back(@ForAll @Positive long value) {
        KINDS.forEach(kind -> kind.comesBack(value));
    }

    @Test
    void the_greatest_and_the_least_come_back() {
        KINDS.forEach(kind -> kind.comesBack(Long.MAX_VALUE));
        KINDS.forEach(kind -> kind.comesBack(0));
    }

    @Property(seed = "1")
    void ids_sort_as_their_numbers_do(@ForAll @Positive long a, @ForAll @Positive long b) {
        assertThat(new MessageId(a).toString().compareTo(new MessageId(b).toString()) < 0)
                .isEqualTo(a < b);
    }

    @Property(seed = "1")
    void a_wrong_character_anywhere_is_refused(
            @ForAll @LongRange(min = 0) long value,
            @ForAll @IntRange(max = 25) int place,
            @ForAll @IntRange(max = 31) int digit) {
        StringBuilder text = new StringBuilder(new MessageId(value).toString());
        int at = "comms_message_".length() + place;
        char wrong = ALPHABET.charAt(digit);
        if (text.charAt(at) != wrong) {
            text.setCharAt(at, wrong);
            assertThat(MessageId.parse(Operation.Kind.MESSAGE, text.toString())).isEmpty();
        }
    }

    @Property(seed = "1")
    void two_neighbours_swapped_are_refused(
            @ForAll @LongRange(min = 0) long value, @ForAll @IntRange(max = 24) int place) {
        StringBuilder text = new StringBuilder(new MessageId(value).toString());
        int at = "comms_message_".length() + place;
        char first = text.charAt(at);
        char second = text.charAt(at + 1);
        if (first != second) {
            text.setCharAt(at, second);
            text.setCharAt(at + 1, first);
            assertThat(MessageId.parse(Operation.Kind.MESSAGE, text.toString())).isEmpty();
        }
    }

    @Property(seed = "1")
    void any_text_is_read_or_refused_but_never_throws(@ForAll String text) {
        assertThat(MessageId.parse(Operation.Kind.MESSAGE, text)).isEmpty();
        assertThat(MessageId.parse(Operation.Kind.MESSAGE, "comms_message_" + text)).isEmpty();
    }

    @Test
    void another_kinds_id_a_placeholder_and_another_case_are_refused() {
        String id = new SenderId(12_345_678_901L).toString();
        assertThat(SenderId.parse(id)).isPresent();
        assertThat(MessageId.parse(Operation.Kind.MESSAGE, id)).isEmpty();
        assertThat(PoolId.parse(id.replace("sender", "senderpool"))).isPresent();
        assertThat(SenderId.parse(id.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(SenderId.parse(id + "0")).isEmpty();
        assertThat(SenderId.parse(id.substring(0, id.length() - 1))).isEmpty();
        assertThat(SenderId.parse("comms_sender_xxxx")).isEmpty();
        assertThat(SenderId.parse("")).isEmpty();
    }

    @Test
    void an_id_tells_when_it_was_made() {
        Instant now = Instant.parse("2026-11-23T14:00:00.123Z");
        assertThat(new MessageId(new Ids(0).next(now)).createdAt()).isEqualTo(now);
        Instant late = Instant.parse("2109-01-01T00:00:00Z");
        MessageId last = new MessageId(new Ids(0).next(late));
        assertThat(last.createdAt()).isEqualTo(late);
        MESSAGE.comesBack(last.value());
    }

    @Property(seed = "1")
    void numbers_only_grow_and_blocks_are_contiguous_whatever_the_clock_does(
            @ForAll List<@IntRange(min = -4_000_000, max = 4_000_000) Integer> steps,
            @ForAll @IntRange(min = 1, max = 3_000) int count) {
        Ids ids = new Ids(0);
        Instant now = Instant.parse("2026-11-23T14:00:00Z");
        long last = -1;
        for (int step : steps) {
            now = now.plusMillis(step);
            long first = ids.block(count, now);
            assertThat(first).isGreaterThan(last);
            last = first + count - 1;
            assertThat(ids.next(now)).isEqualTo(++last);
        }
    }

    @Test
    void a_restart_continues_after_the_last_number() {
        Instant now = Instant.parse("2026-11-23T14:00:00Z");
        long last = new Ids(0).block(10, now) + 9;
        assertThat(new Ids(last).next(now.minus(Duration.ofDays(1)))).isEqualTo(last + 1);
    }

    @Test
    void a_moment_is_a_range_of_ids() {
        Instant now = Instant.parse("2026-11-23T14:00:00.5Z");
        Ids ids = new Ids(0);
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            made.add(ids.next(now));
        }
        assertThat(made).allMatch(id -> Ids.floor(now) <= id);
        assertThat(made).allMatch(id -> id < Ids.floor(now.plusMillis(1)));
        assertThat(Ids.floor(Instant.parse("1969-01-01T00:00:00Z"))).isZero();
    }
}
