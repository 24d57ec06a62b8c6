package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.posthorn.message.Schedule.Malformed;
import io.posthorn.message.Schedule.Problem;
import io.posthorn.message.Schedule.Slot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant NOW = Instant.parse("2026-03-19T09:00:00Z");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York"); // UTC-4 on that day
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin"); // UTC+1 on that day

    @ParameterizedTest
    @CsvSource({
        "2026-03-19T09:30:00Z, 2026-03-19T09:30:00Z",
        "2026-03-19t09:30:00z, 2026-03-19T09:30:00Z",
        "2026-03-19T09:30Z, 2026-03-19T09:30:00Z",
        "2026-03-19T09:30:00.250Z, 2026-03-19T09:30:00.250Z",
        "2026-03-19T11:30:00+02:00, 2026-03-19T09:30:00Z",
        "2026-03-19T05:30:00-04:00, 2026-03-19T09:30:00Z",
        "2026-03-19T15:15:00+05:45, 2026-03-19T09:30:00Z",
    })
    void a_moment_with_a_zone_is_the_same_for_everyone(String expression, Instant moment) {
        Schedule schedule = Schedule.parse(List.of(expression));

        assertThat(schedule.isLocal()).isFalse();
        assertThat(schedule.slot(NEW_YORK, NOW)).isEqualTo(at(moment));
        assertThat(schedule.slot(BERLIN, NOW)).isEqualTo(at(moment));
    }

    @Test
    void a_moment_without_a_zone_is_on_each_recipients_clock() {
        Schedule schedule = Schedule.parse(List.of("2026-03-19T18:00"));

        assertThat(schedule.isLocal()).isTrue();
        assertThat(schedule.slot(NEW_YORK, NOW)).isEqualTo(at("2026-03-19T22:00:00Z"));
        assertThat(schedule.slot(BERLIN, NOW)).isEqualTo(at("2026-03-19T17:00:00Z"));
        assertThat(schedule.slot(ZoneOffset.UTC, NOW)).isEqualTo(at("2026-03-19T18:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-08T01:59, 2026-03-08T06:59:00Z", // before clocks go from 2 to 3
        "2026-03-08T02:00, 2026-03-08T07:00:00Z",
        "2026-03-08T02:30, 2026-03-08T07:00:00Z", // does not exist: the change itself
        "2026-03-08T02:59, 2026-03-08T07:00:00Z",
        "2026-03-08T03:00, 2026-03-08T07:00:00Z",
        "2026-11-01T00:59, 2026-11-01T04:59:00Z",
        "2026-11-01T01:30, 2026-11-01T05:30:00Z", // comes twice: the first
        "2026-11-01T02:00, 2026-11-01T07:00:00Z",
    })
    void a_time_skipped_is_the_change_and_a_time_repeated_is_the_first(String local, Instant at) {
        Instant dayBefore = at.minus(Duration.ofDays(1));

        assertThat(Schedule.parse(List.of(local)).slot(NEW_YORK, dayBefore)).isEqualTo(at(at));
    }

    @Test
    void an_interval_across_skipped_time_keeps_its_order() {
        Schedule schedule = Schedule.parse(List.of("2026-03-08T01:30/2026-03-08T02:30"));

        assertThat(schedule.slot(NEW_YORK, Instant.parse("2026-03-08T00:00:00Z")))
                .isEqualTo(between("2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "30, 0", "60, 0", "61, 0", "300, 0", "-1, 1", "-3600, 3600"})
    void a_moment_up_to_five_minutes_past_is_now(int secondsPast, int secondsFromNow) {
        assertThat(slot(NOW.minusSeconds(secondsPast).toString()))
                .isEqualTo(at(NOW.plusSeconds(secondsFromNow)));
    }

    @Test
    void an_older_moment_never_comes() {
        assertThat(slot(NOW.minusSeconds(301).toString()))
                .isEqualTo(new Slot.Never("the moment is in the past"));
    }

    @Test
    void nothing_is_scheduled_more_than_35_days_ahead() {
        Instant limit = NOW.plus(Duration.ofDays(35));

        assertThat(slot(limit.toString())).isEqualTo(at(limit));
        assertThat(slot(limit.plusSeconds(1).toString()))
                .isEqualTo(new Slot.Never("the moment is more than 35 days ahead"));
        assertThat(slot(limit.plusSeconds(1) + "/P1D")).isInstanceOf(Slot.Never.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-19T10:00:00Z/2026-03-19T12:00:00Z, 2026-03-19T10:00:00Z, 2026-03-19T12:00:00Z",
        "2026-03-19T08:00:00Z/2026-03-19T12:00:00Z, 2026-03-19T09:00:00Z, 2026-03-19T12:00:00Z",
        "2026-03-19T10:00Z/PT2H, 2026-03-19T10:00:00Z, 2026-03-19T12:00:00Z",
        "2026-03-19T10:00Z/P2D, 2026-03-19T10:00:00Z, 2026-03-21T10:00:00Z",
        "2026-03-19T09:00+01:00/2026-03-19T12:00-04:00, 2026-03-19T09:00:00Z, 2026-03-19T16:00:00Z",
        "2026-03-19T10:00 / 2026-03-19T12:00, 2026-03-19T10:00:00Z, 2026-03-19T12:00:00Z",
    })
    void an_interval_begins_now_or_later_and_ends(String expression, String from, String until) {
        assertThat(slot(expression)).isEqualTo(between(from, until));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9223372036854775807S", "P99999999999D"})
    void an_endless_interval_lasts_ten_years(String duration) {
        assertThat(slot("2026-03-19T10:00/" + duration))
                .isEqualTo(between("2026-03-19T10:00:00Z", "2036-03-16T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-19T07:00:00Z/2026-03-19T08:59:59Z",
                "2026-03-19T07:00:00Z/2026-03-19T09:00:00Z", // its end is not part of it
            })
    void an_interval_is_never_overstepped(String expression) {
        assertThat(slot(expression)).isEqualTo(new Slot.Never("the interval is in the past"));
    }

    @Test
    void several_expressions_are_intersected() {
        assertThat(slot("2026-03-19T10:00Z/PT4H", "2026-03-19T12:00Z/PT4H"))
                .isEqualTo(between("2026-03-19T12:00:00Z", "2026-03-19T14:00:00Z"));
        assertThat(slot("2026-03-19T10:00Z/PT4H", "2026-03-19T13:00Z"))
                .isEqualTo(at("2026-03-19T13:00:00Z"));
        assertThat(slot("2026-03-19T13:00Z", "2026-03-19T14:00+01:00"))
                .isEqualTo(at("2026-03-19T13:00:00Z"));
    }

    @Test
    void office_hours_of_the_recipient_within_a_campaign() {
        Schedule schedule =
                Schedule.parse(
                        List.of("2026-03-20T00:00Z/P3D", "2026-03-20T09:00/2026-03-20T18:00"));

        assertThat(schedule.slot(NEW_YORK, NOW))
                .isEqualTo(between("2026-03-20T13:00:00Z", "2026-03-20T22:00:00Z"));
        assertThat(schedule.slot(BERLIN, NOW))
                .isEqualTo(between("2026-03-20T08:00:00Z", "2026-03-20T17:00:00Z"));
    }

    @Test
    void expressions_with_nothing_in_common_never_come() {
        Slot never = new Slot.Never("the expressions have no moment in common");

        assertThat(slot("2026-03-19T10:00Z/PT1H", "2026-03-19T12:00Z/PT1H")).isEqualTo(never);
        assertThat(slot("2026-03-19T10:00Z/PT1H", "2026-03-19T11:00Z/PT1H")).isEqualTo(never);
        assertThat(slot("2026-03-19T10:00Z/PT1H", "2026-03-19T11:00Z")).isEqualTo(never);
        assertThat(slot("2026-03-19T10:00Z", "2026-03-19T11:00Z")).isEqualTo(never);
        assertThat(slot("2026-03-19T10:00Z", "2026-03-19T11:00Z/PT1H")).isEqualTo(never);
    }

    @Test
    void no_expressions_mean_at_once() {
        assertThat(slot()).isEqualTo(at(NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "tomorrow, not a date-time such as 2026-03-19T09:30:00Z",
        "'', not a date-time such as 2026-03-19T09:30:00Z",
        "2026-03-19, not a date-time such as 2026-03-19T09:30:00Z",
        "2026-03-19 09:30, not a date-time such as 2026-03-19T09:30:00Z",
        "2026-03-19T09:30:00+0200, not a date-time such as 2026-03-19T09:30:00Z",
        "1773912600, not a date-time such as 2026-03-19T09:30:00Z",
        "+12026-03-19T09:30:00Z, not a date-time such as 2026-03-19T09:30:00Z",
        "/, not a date-time such as 2026-03-19T09:30:00Z",
        "2026-03-19T09:30Z/, not a date-time such as 2026-03-19T09:30:00Z",
        "2026-03-19T09:30Z/2026-03-19T10:30Z/2026-03-19T11:30Z, not a date-time such as 2026-03-19T09:30:00Z",
        "2026-02-30T09:30:00Z, 'no such date, time or offset'",
        "2026-03-19T24:30:00Z, 'no such date, time or offset'",
        "2026-03-19T09:60:00Z, 'no such date, time or offset'",
        "2026-03-19T09:30:00+19:00, 'no such date, time or offset'",
        "2026-03-19T10:00Z/2026-03-19T09:00Z, an interval must end after it starts",
        "2026-03-19T10:00Z/2026-03-19T10:00Z, an interval must end after it starts",
        "2026-03-19T10:00Z/PT-1H, an interval must end after it starts",
        "2026-03-19T10:00Z/PT0S, an interval must end after it starts",
        "2026-03-19T10:00Z/2026-03-19T12:00, 'both ends of an interval need a time zone, or neither'",
        "2026-03-19T10:00/2026-03-19T12:00Z, 'both ends of an interval need a time zone, or neither'",
        "2026-03-19T10:00Z/P1M, not an ISO 8601 duration of days or less",
        "2026-03-19T10:00Z/P99999999999999, not an ISO 8601 duration of days or less",
    })
    void what_is_wrong_is_said(String expression, String message) {
        assertThat(malformed(expression).problems()).containsExactly(new Problem(0, message));
    }

    @Test
    void everything_wrong_is_said_at_once_with_its_index() {
        assertThat(malformed("x", "2026-03-19T10:00Z", "y").problems())
                .extracting(Problem::index)
                .containsExactly(0, 2);
    }

    @Test
    void more_than_ten_expressions_are_refused() {
        List<String> many = Collections.nCopies(11, "2026-03-19T10:00Z");

        assertThat(malformed(many.toArray(String[]::new)).problems())
                .extracting(Problem::index)
                .containsExactly(10);
    }

    @Property(seed = "1")
    void order_does_not_matter(@ForAll("intervals") @Size(max = 5) List<String> expressions) {
        List<String> reversed = new ArrayList<>(expressions);
        Collections.reverse(reversed);

        assertThat(Schedule.parse(expressions).slot(BERLIN, NOW))
                .isEqualTo(Schedule.parse(reversed).slot(BERLIN, NOW));
    }

    @Property(seed = "1")
    void the_slot_is_the_first_minute_all_intervals_contain(
            @ForAll("intervals") @Size(min = 1, max = 4) List<String> expressions) {
        Optional<Instant> first = Optional.empty();
        for (int minute = 0; minute < 600 && first.isEmpty(); minute++) {
            Instant moment = NOW.plus(Duration.ofMinutes(minute));
            if (expressions.stream().allMatch(expression -> covers(expression, moment))) {
                first = Optional.of(moment);
            }
        }
        Optional<Instant> found =
                switch (Schedule.parse(expressions).slot(BERLIN, NOW)) {
                    case Slot.At(Instant from, Optional<Instant> _) -> Optional.of(from);
                    case Slot.Never _ -> Optional.empty();
                };
        assertThat(found).isEqualTo(first);
    }

    private static boolean covers(String expression, Instant moment) {
        String[] ends = expression.split("/", 2);
        ZoneId zone = expression.contains("Z") ? ZoneOffset.UTC : BERLIN;
        Instant from = LocalDateTime.parse(ends[0].replace("Z", "")).atZone(zone).toInstant();
        Instant until = LocalDateTime.parse(ends[1].replace("Z", "")).atZone(zone).toInstant();
        return !moment.isBefore(from) && moment.isBefore(until);
    }

    @Property(seed = "1")
    void any_text_is_a_schedule_or_malformed(
            @ForAll String text, @ForAll @IntRange(max = 2) int n) {
        Malformed malformed =
                catchThrowableOfType(
                        Malformed.class, () -> Schedule.parse(Collections.nCopies(n, text)));
        assertThat(malformed == null ? n : malformed.problems().size()).isEqualTo(n);
    }

    @Provide
    Arbitrary<List<String>> intervals() {
        Arbitrary<Integer> minutes = Arbitraries.integers().between(-60, 300);
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 240);
        return Combinators.combine(minutes, lengths, Arbitraries.of("Z", ""))
                .as(ScheduleTest::interval)
                .list();
    }

    private static String interval(int start, int length, String zone) {
        LocalDateTime from =
                LocalDateTime.ofInstant(NOW, zone.isEmpty() ? BERLIN : ZoneOffset.UTC)
                        .plusMinutes(start);
        return from + zone + "/" + from.plusMinutes(length) + zone;
    }

    private static Slot slot(String... expressions) {
        return Schedule.parse(Arrays.asList(expressions)).slot(ZoneOffset.UTC, NOW);
    }

    private static Malformed malformed(String... expressions) {
        return catchThrowableOfType(
                Malformed.class, () -> Schedule.parse(Arrays.asList(expressions)));
    }

    private static Slot at(String moment) {
        return at(Instant.parse(moment));
    }

    private static Slot at(Instant moment) {
        return new Slot.At(moment, Optional.empty());
    }

    private static Slot between(String from, String until) {
        return new Slot.At(Instant.parse(from), Optional.of(Instant.parse(until)));
    }
}
