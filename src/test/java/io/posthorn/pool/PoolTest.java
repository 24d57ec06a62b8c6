package io.posthorn.pool;

import static io.posthorn.pool.Traffic.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posthorn.message.Channel;
import io.posthorn.message.Policy.Selection;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolTest {

    private static final Instant SOON = START.plusMillis(100);
    private static final Choice DOWN = new Choice.Unable(START.plusSeconds(1), Passed.DOWN);

    // Shares

    @Property(seed = "1", tries = 60, edgeCases = EdgeCasesMode.NONE)
    void equal_senders_have_equal_shares_of_600_messages_at_any_load(
            @ForAll @IntRange(min = 2, max = 600) int load,
            @ForAll @IntRange(min = 1, max = 6) int longest,
            @ForAll Random random) {
        Traffic traffic = new Traffic().sender(60).sender(60).sender(60);
        int[] lengths = random.ints(600, 1, longest + 1).toArray();
        traffic.run(load, 600.0 / load, lengths).drain();

        List<Integer> sent = traffic.sent();
        double mean = sent.stream().mapToInt(Integer::intValue).average().orElseThrow();
        assertThat(Collections.max(sent) - Collections.min(sent))
                .isLessThanOrEqualTo((int) (mean * 0.1));
    }

    @Test
    void light_load_is_shared_by_rate_to_the_message() {
        Traffic traffic = new Traffic().sender(10).sender(30).sender(60);
        assertThat(traffic.run(20, 10).drain().sent()).containsExactly(20, 60, 120);
    }

    @Test
    void under_overload_each_sender_is_at_its_limit_and_none_past_it() {
        Traffic traffic = new Traffic().sender(10).sender(30).sender(60).run(500, 10);
        List<Integer> sent = traffic.sent();
        assertThat(sent.get(0)).isBetween(98, 102);
        assertThat(sent.get(1)).isBetween(297, 303);
        assertThat(sent.get(2)).isBetween(594, 604);
    }

    @Test
    void a_sender_that_returns_takes_its_share_again_without_catching_up() {
        Traffic traffic = new Traffic().sender(10).sender(30).sender(60).run(20, 5);
        traffic.sent();
        traffic.down(2).run(20, 3);
        assertThat(traffic.sent().get(2)).isZero();
        assertThat(traffic.waiting()).isLessThanOrEqualTo(1);
        traffic.up(2).run(20, 2).drain();
        List<Integer> sent = traffic.sent();
        assertThat(sent.get(0)).isCloseTo(4, within(1));
        assertThat(sent.get(1)).isCloseTo(12, within(1));
        assertThat(sent.get(2)).isCloseTo(24, within(1));
    }

    @ParameterizedTest
    @CsvSource({"CAPACITY, 1, 6, 2", "WEIGHTED, 1, 2, 1"})
    void weights_are_shares_of_capacity_or_shares_alone(
            Selection by, int first, int second, int third) {
        Traffic traffic =
                new Traffic().sender(100, 1, 0).sender(300, 2, 0).sender(200, 1, 0).seated(by);
        int sum = first + second + third;
        List<Integer> sent = traffic.run(40, 30).drain().sent();
        assertThat(sent.get(0)).isCloseTo(1_200 * first / sum, within(1));
        assertThat(sent.get(1)).isCloseTo(1_200 * second / sum, within(1));
        assertThat(sent.get(2)).isCloseTo(1_200 * third / sum, within(1));
    }

    @Test
    void weight_0_drains() {
        Traffic traffic = new Traffic().sender(100, 0, 0).sender(100, 1, 0).run(50, 2).drain();
        assertThat(traffic.sent()).containsExactly(0, 100);
        Traffic alone = new Traffic().sender(100, 0, 0);
        assertThat(alone.pool.choose(Traffic.message(1), START, SOON))
                .isEqualTo(new Choice.NoSender());
        assertThat(alone.pool.room(START, SOON, 100)).isZero();
    }

    @Test
    void a_sender_held_to_a_lower_rate_by_its_carrier_has_the_share_of_that_rate() {
        Traffic traffic = new Traffic().sender(100).sender(100);
        Gate slowed = traffic.seats().getFirst().gate();
        Instant before = START.minusSeconds(5);
        for (int i = 0; i < 30; i++) {
            slowed.accepted(1, before);
        }
        for (int i = 0; i < 10; i++) {
            slowed.throttled(Optional.empty(), before);
        }
        double rate = slowed.rate(START);
        assertThat(rate).isCloseTo(50, within(2.0)); // halved, then five seconds of creep
        List<Integer> sent = traffic.run(30, 10).drain().sent();
        assertThat(sent.get(0)).isCloseTo((int) (300 * rate / (rate + 100)), within(6));
    }

    @Test
    void what_each_was_given_survives_a_change_of_members() {
        Traffic traffic = new Traffic().sender(10).sender(10).run(10, 1.05);
        traffic.sent();
        traffic.sender(10).run(9, 10).drain(); // the new one begins level with the others
        assertThat(traffic.sent()).allMatch(count -> count >= 29 && count <= 31);
    }

    @Test
    void a_message_few_may_carry_is_made_up_for_by_the_others() {
        Traffic traffic = new Traffic().sender(100).sender(100);
        SenderId second = traffic.seats().getLast().sender().id();
        int[] given = new int[2];
        for (int i = 0; i < 400; i++) {
            Map<SenderId, Integer> tries = i % 2 == 0 ? Map.of(second, 2) : Map.of();
            var message = Traffic.message(1, tries, Instant.MIN);
            Instant now = START.plusMillis(i * 20L);
            Seat seat = used(traffic.pool.choose(message, now, now.plusMillis(100)));
            assertThat(seat.gate().pass(1, now)).isEmpty();
            given[traffic.seats().indexOf(seat)]++;
        }
        assertThat(given[0]).isCloseTo(200, within(2));
    }

    // Tiers (routing.md, section 8, requirement 3)

    @Test
    void a_higher_tier_works_only_while_no_sender_of_a_lower_one_is_up() {
        Traffic traffic = new Traffic().sender(50).sender(50).sender(50, 1, 1);
        assertThat(traffic.run(200, 2).sent().get(2)).isZero(); // not even under overload
        traffic.down(0).run(40, 20);
        assertThat(traffic.sent())
                .satisfies(sent -> {
                    assertThat(sent.get(0)).isZero();
                    assertThat(sent.get(1)).isBetween(990, 1_010); // the backlog too, at its limit
                    assertThat(sent.get(2)).isZero();
                });
        traffic.down(1).run(40, 2);
        assertThat(traffic.sent().get(2)).isBetween(80, 103);
        traffic.up(0).run(40, 5).drain();
        assertThat(traffic.sent().get(2)).isLessThanOrEqualTo(6); // what it had been promised
        traffic.up(1).run(40, 2).drain();
        assertThat(traffic.sent())
                .satisfies(sent -> {
                    assertThat(sent.get(0)).isCloseTo(sent.get(1), within(4));
                    assertThat(sent.get(2)).isZero();
                });
    }

    // Who has failed the message before

    private static final SenderId A = new SenderId(1);
    private static final SenderId B = new SenderId(2);
    private static final SenderId C = new SenderId(3);

    private static Candidate failedBy(Map<SenderId, Integer> tries, Instant notBefore) {
        return Traffic.message(1, tries, notBefore);
    }

    private static Seat used(Choice choice) {
        assertThat(choice).isInstanceOf(Choice.Use.class);
        return ((Choice.Use) choice).seat();
    }

    @Test
    void a_sender_that_failed_the_message_comes_after_all_that_did_not() {
        Traffic traffic = new Traffic().sender(10).sender(10).sender(10, 1, 1);
        Instant later = START.plusSeconds(5);
        Pool pool = traffic.pool;
        assertThat(used(pool.choose(failedBy(Map.of(A, 1), later), START, SOON)).sender().id())
                .isEqualTo(B);
        assertThat(
                        used(pool.choose(failedBy(Map.of(A, 1, B, 1), later), START, SOON))
                                .sender()
                                .id())
                .as("at once by a higher tier, not after a pause by a lower one")
                .isEqualTo(C);
        assertThat(pool.choose(failedBy(Map.of(A, 1, B, 1, C, 1), later), START, SOON))
                .isEqualTo(new Choice.BackOff(later));
        assertThat(
                        used(pool.choose(
                                        failedBy(Map.of(A, 2, B, 1, C, 1), later),
                                        later,
                                        later.plusMillis(100)))
                                .sender()
                                .id())
                .isEqualTo(B);
        assertThat(pool.choose(failedBy(Map.of(A, 2, B, 2, C, 2), later), later, later))
                .isEqualTo(new Choice.Exhausted());
    }

    @Test
    void a_fresh_sender_without_room_is_waited_for() {
        Traffic traffic = new Traffic().sender(10).sender(10);
        while (traffic.seats().get(1).gate().book(1, START, SOON).isPresent()) {}
        Choice choice = traffic.pool.choose(failedBy(Map.of(A, 1), START), START, SOON);
        assertThat(choice).isInstanceOf(Choice.Later.class);
    }

    @Test
    void a_fresh_sender_that_is_down_is_not_waited_for() {
        Traffic traffic = new Traffic().sender(10).sender(10).down(1);
        Instant later = START.plusSeconds(5);
        assertThat(traffic.pool.choose(failedBy(Map.of(A, 1), later), START, SOON))
                .isEqualTo(new Choice.BackOff(later));
        assertThat(used(traffic.pool.choose(failedBy(Map.of(A, 1), START), START, SOON)))
                .isEqualTo(traffic.seats().getFirst());
    }

    @Test
    void nobody_is_said_to_be_down_who_may_not_carry_the_message() {
        Traffic traffic = new Traffic().sender(10).sender(10);
        Candidate nobodys =
                new Candidate(
                        1,
                        new Candidate.Target(Channel.RCS, "US", Optional.empty()),
                        1,
                        1,
                        Map.of(),
                        Instant.MIN,
                        START,
                        Optional.empty());
        assertThat(traffic.pool.choose(nobodys, START, SOON)).isEqualTo(new Choice.NoSender());
        assertThat(new Pool().choose(nobodys, START, SOON)).isEqualTo(new Choice.NoSender());
        traffic.down(0).down(1);
        assertThat(traffic.pool.choose(Traffic.message(1), START, SOON)).isEqualTo(DOWN);
        assertThat(traffic.pool.choose(failedBy(Map.of(A, 2), START), START, SOON)).isEqualTo(DOWN);
        traffic.up(0);
        traffic.down(0);
        assertThat(traffic.pool.choose(Traffic.message(1), START, SOON)).isEqualTo(DOWN);
    }

    @Test
    void disabled_and_deactivated_members_do_not_count() {
        Traffic traffic = new Traffic().sender(10);
        Seat seat = traffic.seats().getFirst();
        Member off =
                new Member(seat.member().pool(), A, 1, 0, false, OptionalDouble.empty(), START);
        var disabled = new Seat(Membership.of(seat.sender(), off), seat.standing(), seat.wire());
        traffic.pool.seat(List.of(disabled), traffic.pool.rules());
        assertThat(traffic.pool.choose(Traffic.message(1), START, SOON))
                .isEqualTo(new Choice.NoSender());
    }

    @Test
    void a_full_window_is_told_from_a_closed_gate() {
        Traffic full = new Traffic().windows(0).sender(10).sender(10);
        assertThat(full.pool.choose(Traffic.message(1), START, SOON))
                .isEqualTo(new Choice.Later(START.plusMillis(5), Passed.WINDOW));
        assertThat(full.pool.room(START, SOON, 100)).isZero();
        Traffic closed = new Traffic().sender(10);
        closed.seats().getFirst().gate().throttled(Optional.of(Duration.ofSeconds(3)), START);
        assertThat(closed.pool.choose(Traffic.message(1), START, SOON))
                .isEqualTo(new Choice.Later(START.plusMillis(2_900), Passed.RATE));
        assertThat(closed.pool.opening(START)).contains(START.plusSeconds(3));
    }

    // Work conservation

    @Property(seed = "1", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void a_ready_message_waits_only_when_no_sender_of_the_lowest_tier_up_has_room(
            @ForAll Random random) {
        Traffic traffic = new Traffic().windows(1 + random.nextInt(20));
        int members = 1 + random.nextInt(6);
        for (int i = 0; i < members; i++) {
            traffic.sender(1 + random.nextInt(100), 1 + random.nextInt(3), random.nextInt(2));
        }
        for (int i = 0; i < 40; i++) {
            int index = random.nextInt(members);
            if (random.nextBoolean()) {
                traffic.down(index);
            } else {
                traffic.up(index);
            }
            traffic.run(random.nextInt(300), 0.05, 1 + random.nextInt(3));
            noneIsIdle(traffic, 1 + random.nextInt(3));
        }
    }

    private static void noneIsIdle(Traffic traffic, int segments) {
        Instant now = traffic.now();
        Instant limit = now.plusMillis(100);
        Choice choice = traffic.pool.choose(Traffic.message(segments), now, limit);
        Instant surely = limit.minusNanos(1_000); // times are exact to less than that
        List<Seat> up = traffic.seats().stream().filter(seat -> seat.up(now)).toList();
        int tier = up.stream().mapToInt(seat -> seat.member().tier()).min().orElse(0);
        List<Seat> free =
                up.stream()
                        .filter(seat -> seat.member().tier() == tier)
                        .filter(seat -> seat.wire().places() > 0)
                        .filter(seat -> seat.gate().opening(segments, now).isBefore(surely))
                        .toList();
        if (choice instanceof Choice.Use(Seat seat, Instant at, Verdict _)) {
            assertThat(at).isBetween(now, limit);
            assertThat(seat.up(now)).isTrue();
            seat.gate().release(segments);
            traffic.pool.lookAgain();
        } else {
            assertThat(free).as("%s", choice).isEmpty();
            assertThat(choice instanceof Choice.Unable).isEqualTo(up.isEmpty());
        }
    }

    @Property(seed = "1", tries = 50, edgeCases = EdgeCasesMode.NONE)
    void with_a_backlog_the_pool_sends_at_the_sum_of_its_rates(
            @ForAll @IntRange(min = 1, max = 6) int members, @ForAll Random random) {
        Traffic traffic = new Traffic();
        double sum = 0;
        for (int i = 0; i < members; i++) {
            int rate = 20 + random.nextInt(200);
            traffic.sender(rate);
            sum += rate;
        }
        traffic.run(sum * 2, 10);
        double sent = traffic.sent().stream().mapToInt(Integer::intValue).sum();
        assertThat(sent / 10).isBetween(sum * 0.97, sum * 1.02);
    }
}
