package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static QuietHours hours(String from, String until) {
        return new QuietHours(LocalTime.parse(from), LocalTime.parse(until), Set.of());
    }

    private static Optional<Instant> end(QuietHours hours, String zone, String now) {
        return hours.end(Priority.NORMAL, ZoneId.of(zone), Instant.parse(now));
    }

    @ParameterizedTest
    @CsvSource({
        // a night: New York is UTC-5 in winter
        "21:00, 08:00, America/New_York, 2026-01-05T01:59:59Z,",
        "21:00, 08:00, America/New_York, 2026-01-05T02:00:00Z, 2026-01-05T13:00:00Z",
        "21:00, 08:00, America/New_York, 2026-01-05T12:59:59.999Z, 2026-01-05T13:00:00Z",
        "21:00, 08:00, America/New_York, 2026-01-05T13:00:00Z,",
        // a lunch break
        "12:00, 14:00, Europe/Berlin, 2026-01-05T10:59:59Z,",
        "12:00, 14:00, Europe/Berlin, 2026-01-05T11:00:00Z, 2026-01-05T13:00:00Z",
        "12:00, 14:00, Europe/Berlin, 2026-01-05T13:00:00Z,",
        // midnight at either edge
        "22:00, 00:00, UTC, 2026-01-05T23:00:00Z, 2026-01-06T00:00:00Z",
        "00:00, 06:00, UTC, 2026-01-05T00:00:00Z, 2026-01-05T06:00:00Z",
        // the night in which the clock goes forward, at 07:00Z from 02:00 to 03:00: an hour shorter
        "21:00, 08:00, America/New_York, 2026-03-08T04:00:00Z, 2026-03-08T12:00:00Z",
        // an end in the hour left out is the first moment after it
        "21:00, 02:30, America/New_York, 2026-03-08T04:00:00Z, 2026-03-08T07:00:00Z",
        "21:00, 02:30, America/New_York, 2026-03-08T06:59:59Z, 2026-03-08T07:00:00Z",
        "21:00, 02:30, America/New_York, 2026-03-08T07:00:00Z,",
        // a beginning in the hour left out is the first moment after it
        "02:30, 04:00, America/New_York, 2026-03-08T06:59:59Z,",
        "02:30, 04:00, America/New_York, 2026-03-08T07:00:00Z, 2026-03-08T08:00:00Z",
        // the night in which the clock goes back, at 06:00Z from 02:00 to 01:00: an hour longer
        "21:00, 08:00, America/New_York, 2026-11-01T03:00:00Z, 2026-11-01T13:00:00Z",
        // the middle of the day that ends quiet hours twice ends them when it comes first
        "21:00, 01:30, America/New_York, 2026-11-01T05:29:59Z, 2026-11-01T05:30:00Z",
        "21:00, 01:30, America/New_York, 2026-11-01T05:30:00Z,",
    })
    void ends(String from, String until, String zone, String now, String expected) {
        assertThat(end(hours(from, until), zone, now))
                .isEqualTo(Optional.ofNullable(expected).map(Instant::parse));
    }

    @Test
    void exempt_priorities_are_never_quiet() {
        var hours = new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0), Set.of(Priority.HIGH));
        Instant night = Instant.parse("2026-01-05T06:00:00Z");
        assertThat(hours.end(Priority.HIGH, NEW_YORK, night)).isEmpty();
        assertThat(hours.end(Priority.NORMAL, NEW_YORK, night)).isPresent();
        assertThat(hours.end(Priority.BULK, NEW_YORK, night)).isPresent();
    }

    /// Whoever waits as long as he is told may then send, and never waits longer than a day and a
    /// change of the clock.
    @Property(seed = "1", tries = 5_000)
    void at_their_end_they_have_ended(
            @ForAll("times") LocalTime from,
            @ForAll("times") LocalTime until,
            @ForAll("zones") ZoneId zone,
            @ForAll("moments") Instant now) {
        Assume.that(!from.equals(until));
        var hours = new QuietHours(from, until, Set.of());
        Optional<Instant> end = hours.end(Priority.NORMAL, zone, now);
        end.ifPresent(moment -> {
            assertThat(moment).isAfter(now).isBefore(now.plus(Duration.ofHours(26)));
            assertThat(hours.end(Priority.NORMAL, zone, moment)).isEmpty();
        });
    }

    /// Not a minute too long: just before the end it was still quiet.
    @Property(seed = "1", tries = 5_000)
    void they_do_not_end_before_their_end(
            @ForAll("times") LocalTime from,
            @ForAll("times") LocalTime until,
            @ForAll("zones") ZoneId zone,
            @ForAll("moments") Instant now) {
        Assume.that(!from.equals(until));
        var hours = new QuietHours(from, until, Set.of());
        hours.end(Priority.NORMAL, zone, now)
                .ifPresent(moment ->
                        assertThat(hours.end(Priority.NORMAL, zone, moment.minusMillis(1)))
                                .contains(moment));
    }

    @Provide
    Arbitrary<LocalTime> times() {
        return Arbitraries.integers()
                .between(0, 24 * 4 - 1)
                .map(q -> LocalTime.of(q / 4, q % 4 * 15));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "America/New_York",
                        "Europe/Berlin",
                        "Asia/Kolkata",
                        "Australia/Lord_Howe",
                        "America/Sao_Paulo",
                        "Africa/Casablanca",
                        "UTC")
                .map(ZoneId::of);
    }

    /// Hours around the changes of the clock, and any other.
    @Provide
    Arbitrary<Instant> moments() {
        Arbitrary<Instant> any =
                Arbitraries.longs()
                        .between(1_767_225_600L, 1_798_761_600L)
                        .map(Instant::ofEpochSecond);
        Arbitrary<Instant> near =
                Arbitraries.of(
                                "2026-03-08T07:00:00Z",
                                "2026-11-01T06:00:00Z",
                                "2026-03-29T01:00:00Z",
                                "2026-10-25T01:00:00Z",
                                "2026-04-04T15:00:00Z",
                                "2026-10-03T15:30:00Z")
                        .map(Instant::parse)
                        .flatMap(change ->
                                Arbitraries.longs()
                                        .between(-86_400, 86_400)
                                        .map(change::plusSeconds));
        return Arbitraries.oneOf(any, near);
    }
}
