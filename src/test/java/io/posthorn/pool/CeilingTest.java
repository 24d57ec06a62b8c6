package io.posthorn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A sender set to 200 a second before carriers that take less.
class CeilingTest {

    private static final double MINUTE = 60;

    private final Gate gate = new Gate(200, OptionalInt.empty());

    enum Kind {
        SLIDING_SECOND,
        SECOND_OF_THE_CLOCK,
        SMALL_BUCKET,
        BUCKET_OF_A_SECOND;

        StrictCarrier with(DoubleSupplier limit) {
            return switch (this) {
                case SLIDING_SECOND -> StrictCarrier.slidingSecond(limit);
                case SECOND_OF_THE_CLOCK -> StrictCarrier.secondOfTheClock(limit);
                case SMALL_BUCKET -> StrictCarrier.tokenBucket(limit, 5);
                case BUCKET_OF_A_SECOND -> StrictCarrier.tokenBucket(limit, 50);
            };
        }
    }

    static Stream<Arguments> carriers() {
        return Stream.of(Kind.values())
                .flatMap(kind ->
                        Stream.of(0.001, 0.01, 0.05)
                                .flatMap(trip ->
                                        Stream.of(0.0, trip / 2)
                                                .map(jitter -> Arguments.of(kind, trip, jitter))));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void settles_just_under_a_limit_nobody_told_it(Kind kind, double roundTrip, double jitter) {
        Uplink uplink = new Uplink(gate, kind.with(() -> 50), roundTrip, jitter, 1e6);
        uplink.runUntil(5 * MINUTE);

        for (double from = 10; from < 5 * MINUTE; from += 10) {
            assertThat(uplink.takenPerSecond(from, from + 10)).isGreaterThanOrEqualTo(47);
        }
        assertThat(uplink.refused(10, 5 * MINUTE)).isLessThanOrEqualTo(0.02);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void finds_a_raised_limit_within_two_minutes(Kind kind) {
        double[] limit = {50};
        Uplink uplink = Uplink.of(gate, kind.with(() -> limit[0])).runUntil(2 * MINUTE);
        limit[0] = 150;
        uplink.runUntil(5 * MINUTE);

        assertThat(uplink.takenPerSecond(4 * MINUTE, 4 * MINUTE + 10)).isGreaterThan(141);
        assertThat(uplink.refused(4 * MINUTE, 5 * MINUTE)).isLessThanOrEqualTo(0.02);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void finds_a_lowered_limit_within_ten_seconds(Kind kind) {
        double[] limit = {150};
        Uplink uplink = Uplink.of(gate, kind.with(() -> limit[0])).runUntil(MINUTE);
        limit[0] = 50;
        uplink.runUntil(3 * MINUTE);

        assertThat(uplink.takenPerSecond(MINUTE + 10, 3 * MINUTE)).isGreaterThanOrEqualTo(47);
        assertThat(uplink.refused(MINUTE + 10, 3 * MINUTE)).isLessThanOrEqualTo(0.02);
    }

    @Test
    void finds_the_configured_rate_again_when_the_limit_is_gone() {
        double[] limit = {50};
        Uplink uplink = Uplink.of(gate, Kind.SLIDING_SECOND.with(() -> limit[0])).runUntil(10);
        limit[0] = 1_000;
        uplink.runUntil(2 * MINUTE + 10);

        assertThat(gate.rate(Uplink.instant(2 * MINUTE + 10))).isEqualTo(200);
    }

    @Test
    void has_no_burst_once_it_has_found_a_limit() {
        Uplink.of(gate, Kind.SLIDING_SECOND.with(() -> 50)).runUntil(10);
        Instant rested = Uplink.instant(15);
        int atOnce = 0;
        while (gate.pass(1, rested).isEmpty()) {
            atOnce++;
        }
        assertThat(atOnce).isLessThanOrEqualTo(2);
    }

    @Test
    void light_traffic_that_is_refused_now_and_then_keeps_its_rate() {
        StrictCarrier moody = StrictCarrier.moody(0.02, 7);
        Uplink uplink = new Uplink(gate, moody, 0.02, 0, 5).runUntil(10 * MINUTE);

        assertThat(uplink.takenPerSecond(0, 10 * MINUTE)).isCloseTo(4.9, within(0.2));
        assertThat(gate.rate(Uplink.instant(10 * MINUTE))).isGreaterThan(100);
    }

    /// A carrier that refuses a share of everything is not helped by a lower rate.
    @ParameterizedTest
    @CsvSource({"0.001, 95", "0.01, 60", "0.05, 25"})
    void refusals_that_are_not_about_the_rate_do_not_stop_it(double share, double least) {
        var hundred = new Gate(100, OptionalInt.empty());
        Uplink uplink = Uplink.of(hundred, StrictCarrier.moody(share, 7)).runUntil(5 * MINUTE);

        assertThat(uplink.takenPerSecond(0, 5 * MINUTE)).isGreaterThan(least);
    }

    @Test
    void goes_on_within_five_seconds_when_a_carrier_that_refused_everything_takes_again() {
        double[] limit = {0};
        Uplink uplink = Uplink.of(gate, Kind.SLIDING_SECOND.with(() -> limit[0]));
        uplink.runUntil(10 * MINUTE);
        limit[0] = 1_000;
        uplink.runUntil(11 * MINUTE);

        assertThat(uplink.takenPerSecond(10 * MINUTE + 5, 11 * MINUTE)).isGreaterThan(90);
    }

    @Test
    void pauses_longer_and_longer_while_nothing_is_taken() {
        Instant now = Uplink.instant(0);
        for (int i = 0; i < 5; i++) {
            gate.throttled(Optional.empty(), now);
            assertThat(gate.opening(1, now)).isEqualTo(now); // a few refusals are no reason
        }
        for (int millis : new int[] {250, 500, 1_000, 2_000, 4_000, 5_000, 5_000}) {
            for (int i = 0; i < 6 && gate.opening(1, now).equals(now); i++) {
                gate.throttled(Optional.empty(), now);
            }
            assertThat(Duration.between(now, gate.opening(1, now)))
                    .isCloseTo(Duration.ofMillis(millis), Duration.ofMillis(1));
            now = now.plusMillis(millis);
        }
    }

    @Test
    void is_exact_when_the_carrier_never_refuses() {
        Uplink uplink = Uplink.of(gate, _ -> true).runUntil(MINUTE);

        assertThat(uplink.takenPerSecond(1, MINUTE)).isCloseTo(200, within(1.0));
    }
}
