package io.posthorn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant NEVER = START.plus(Duration.ofDays(9));

    record Passed(Instant at, int segments) {}

    /// A sender that always has a message, wakes up to 2 ms late, and now and then stalls.
    private static List<Passed> backlog(
            Gate gate, int longest, double stalls, Duration length, Random random) {
        List<Passed> passed = new ArrayList<>();
        Instant now = START;
        int segments = 1 + random.nextInt(longest);
        while (now.isBefore(START.plus(length))) {
            assertThat(gate.book(segments, now, NEVER)).isPresent();
            Optional<Instant> later = gate.pass(segments, now);
            while (later.isPresent()) {
                assertThat(later.get()).isAfter(now);
                now = later.get().plusNanos(random.nextInt(2_000_000));
                later = gate.pass(segments, now);
            }
            passed.add(new Passed(now, segments));
            segments = 1 + random.nextInt(longest);
            if (random.nextDouble() < stalls) {
                now = now.plusMillis(random.nextInt(4_000));
            }
        }
        assertThat(gate.promised()).isZero();
        return passed;
    }

    private static int mostInASecond(List<Passed> passed) {
        int most = 0;
        int sum = 0;
        int first = 0;
        for (Passed last : passed) {
            sum += last.segments();
            while (!passed.get(first).at().plusSeconds(1).isAfter(last.at())) {
                sum -= passed.get(first++).segments();
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private static double perSecond(List<Passed> passed) {
        double seconds =
                Duration.between(passed.getFirst().at(), passed.getLast().at()).toNanos() / 1e9;
        return passed.stream().limit(passed.size() - 1).mapToInt(Passed::segments).sum() / seconds;
    }

    private static Gate gate(double rate) {
        return new Gate(rate, OptionalInt.empty());
    }

    private static Duration enough(double rate) {
        return Duration.ofMillis((long) (1_000 * Math.max(10, 300 / rate)));
    }

    @Provide
    Arbitrary<Double> rates() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(0.5, 20).ofScale(1),
                Arbitraries.doubles().between(20, 1_000).ofScale(0));
    }

    @Property(seed = "1", tries = 150, edgeCases = EdgeCasesMode.NONE)
    void in_no_sliding_second_leaves_more_than_a_tenth_above_the_rate_or_one_message(
            @ForAll("rates") double rate,
            @ForAll @IntRange(min = 1, max = 6) int longest,
            @ForAll Random random) {
        List<Passed> passed = backlog(gate(rate), longest, 0.02, enough(rate), random);

        double allowed = Math.max(Math.max(rate * 1.1 + 1e-9, Math.ceil(rate)), longest);
        assertThat(mostInASecond(passed)).isLessThanOrEqualTo((int) Math.floor(allowed));
    }

    @Property(seed = "1", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void a_backlog_of_short_messages_leaves_at_97_percent_of_the_rate_at_least(
            @ForAll("rates") double rate, @ForAll Random random) {
        List<Passed> passed = backlog(gate(rate), 1, 0, enough(rate), random);

        assertThat(perSecond(passed)).isBetween(rate * 0.97, rate * 1.03);
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 50, 100, 200, 1_000})
    void a_backlog_of_mixed_lengths_leaves_at_97_percent_of_the_rate_at_least(double rate) {
        List<Passed> passed = backlog(gate(rate), 6, 0, Duration.ofSeconds(60), new Random(1));

        assertThat(perSecond(passed)).isBetween(rate * 0.97, rate * 1.03);
    }

    @Property(seed = "1", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void a_stall_is_followed_by_no_more_than_the_burst(
            @ForAll("rates") double rate, @ForAll @IntRange(min = 1, max = 600) int stall) {
        Gate gate = gate(rate);
        while (gate.pass(1, START).isEmpty()) {
            gate.book(1, START, NEVER);
        }
        Instant back = START.plusSeconds(stall);
        int atOnce = 0;
        while (gate.pass(1, back).isEmpty()) {
            atOnce++;
        }
        assertThat(atOnce).isLessThanOrEqualTo((int) (1 + rate * 0.05));
    }

    @Test
    void a_burst_that_was_set_may_leave_at_once_on_top_of_the_rate() {
        Gate gate = new Gate(10, OptionalInt.of(30));
        int atOnce = 0;
        while (gate.pass(1, START).isEmpty()) {
            atOnce++;
        }
        assertThat(atOnce).isEqualTo(30);
        assertThat(
                        mostInASecond(
                                backlog(
                                        new Gate(10, OptionalInt.of(30)),
                                        1,
                                        0.01,
                                        Duration.ofSeconds(60),
                                        new Random(3))))
                .isLessThanOrEqualTo(40);
    }

    @Test
    void a_message_longer_than_the_rate_waits_for_its_turn_and_leaves_whole() {
        Gate gate = gate(2);
        assertThat(gate.pass(6, START)).isEmpty();
        Instant next = gate.pass(1, START).orElseThrow();
        assertThat(next).isBetween(START.plusMillis(2_980), START.plusMillis(3_000));
        assertThat(gate.pass(1, next)).isEmpty();
    }

    @Test
    void what_is_said_to_open_then_is_open_then() {
        Gate gate = gate(7);
        Instant now = START.plusNanos(123_456_789);
        for (int i = 0; i < 1_000; i++) {
            Optional<Instant> later = gate.opens(1, now);
            now = later.orElse(now);
            assertThat(gate.opens(1, now.plusNanos(300))).isEmpty(); // doubles end at 240 ns
            assertThat(gate.pass(1, now.plusNanos(300))).isEmpty();
        }
    }

    // Promises

    @Test
    void promises_line_up_behind_each_other() {
        Gate gate = gate(10);
        Instant limit = START.plusSeconds(1);
        List<Instant> promised = new ArrayList<>();
        for (Optional<Instant> at = gate.book(1, START, limit);
                at.isPresent();
                at = gate.book(1, START, limit)) {
            promised.add(at.get());
        }
        assertThat(promised).hasSize(11).isSorted().allMatch(at -> !at.isAfter(limit));
        assertThat(gate.promised()).isEqualTo(11);
        assertThat(gate.room(START, limit)).isZero();
        assertThat(gate.opening(1, START)).isAfter(limit);
        promised.forEach(_ -> gate.release(1));
        assertThat(gate.promised()).isZero();
        assertThat(gate.opening(1, START)).isEqualTo(START);
    }

    @Property(seed = "1", tries = 200, edgeCases = EdgeCasesMode.NONE)
    void no_promise_leaks(@ForAll("rates") double rate, @ForAll Random random) {
        Gate gate = gate(rate);
        List<Integer> open = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < 300; i++) {
            int segments = 1 + random.nextInt(6);
            switch (random.nextInt(4)) {
                case 0 -> now = now.plusMillis(random.nextInt(300));
                case 1 -> {
                    if (gate.book(segments, now, now.plusMillis(500)).isPresent()) {
                        open.add(segments);
                    }
                }
                case 2 -> {
                    if (!open.isEmpty() && gate.pass(open.getFirst(), now).isEmpty()) {
                        open.removeFirst();
                    }
                }
                default -> {
                    if (!open.isEmpty() && random.nextBoolean()) {
                        gate.release(open.removeLast());
                    }
                }
            }
            assertThat(gate.promised()).isEqualTo(open.stream().mapToInt(Integer::intValue).sum());
        }
    }

    @Property(seed = "1", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void there_is_room_exactly_for_what_can_be_booked(
            @ForAll("rates") double rate, @ForAll @IntRange(max = 50) int before) {
        Gate gate = gate(rate);
        Instant limit = START.plusMillis(700);
        for (int i = 0; i < before; i++) {
            gate.book(1, START, limit);
        }
        int room = gate.room(START, limit);
        int booked = 0;
        while (gate.book(1, START, limit).isPresent()) {
            booked++;
        }
        assertThat(booked).isBetween(room - 1, room + 1);
        assertThat(booked > 0).isEqualTo(room > 0);
    }

    // Rests

    @Test
    void a_retry_after_is_kept_to_the_letter() {
        Gate gate = gate(100);
        gate.throttled(Optional.of(Duration.ofSeconds(90)), START);
        assertThat(gate.opening(1, START)).isEqualTo(START.plusSeconds(90));
        assertThat(gate.room(START, START.plusSeconds(89))).isZero();
        assertThat(gate.pass(1, START.plusSeconds(89))).contains(START.plusSeconds(90));
        assertThat(gate.pass(1, START.plusSeconds(90))).isEmpty();
    }

    // The clock

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 10, 1_000})
    void a_clock_set_back_an_hour_neither_stops_it_nor_lets_more_leave(double rate) {
        Gate gate = gate(rate);
        Instant now = START;
        gate.throttled(Optional.of(Duration.ofSeconds(5)), now);
        now = now.plusSeconds(5);
        while (gate.pass(1, now).isEmpty()) {
            gate.book(1, now, NEVER);
        }
        Instant before = gate.opens(1, now).orElseThrow();
        Instant back = now.minusSeconds(3_600);
        Instant after = gate.opens(1, back).orElseThrow();

        assertThat(Duration.between(back, after))
                .isCloseTo(Duration.between(now, before), Duration.ofMillis(1));
        assertThat(gate.pass(1, after.plusNanos(1_000))).isEmpty();
    }

    @Test
    void a_clock_set_forward_gives_no_burst() {
        Gate gate = gate(100);
        while (gate.pass(1, START).isEmpty()) {
            gate.book(1, START, NEVER);
        }
        int atOnce = 0;
        while (gate.pass(1, START.plusSeconds(3_600)).isEmpty()) {
            atOnce++;
        }
        assertThat(atOnce).isLessThanOrEqualTo(5);
    }

    // Two gates

    @Property(seed = "1", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void two_gates_are_both_paid_or_neither(
            @ForAll("rates") double rate,
            @ForAll("rates") double sharedRate,
            @ForAll Random random) {
        Gate gate = gate(rate);
        Gate shared = gate(sharedRate);
        Instant now = START;
        List<Passed> passed = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int segments = 1 + random.nextInt(3);
            gate.book(segments, now, NEVER);
            Optional<Instant> own = gate.opens(segments, now);
            Optional<Instant> others = shared.opens(segments, now);
            Optional<Instant> later = gate.passWith(shared, segments, now);
            assertThat(later.isEmpty()).isEqualTo(own.isEmpty() && others.isEmpty());
            if (later.isPresent()) {
                assertThat(gate.opens(segments, now)).isEqualTo(own);
                assertThat(shared.opens(segments, now)).isEqualTo(others);
                gate.release(segments);
                now = later.get().plusNanos(random.nextInt(2_000_000));
            } else {
                passed.add(new Passed(now, segments));
            }
        }
        double rateOfBoth = Math.min(rate, sharedRate);
        double allowed = Math.max(Math.max(rateOfBoth * 1.1 + 1e-9, Math.ceil(rateOfBoth)), 3);
        assertThat(mostInASecond(passed)).isLessThanOrEqualTo((int) Math.floor(allowed));
        assertThat(gate.promised()).isZero();
    }
}
