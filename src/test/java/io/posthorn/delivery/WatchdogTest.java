package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.AdjustableTime;
import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Membership;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Seat;
import io.posthorn.pool.Standing;
import io.posthorn.store.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final long QUEUE = 7;

    private final Pool pool = new Pool();
    private final Wire wire = new Wire();
    private final AdjustableTime time = new AdjustableTime(() -> START);
    private final Standing standing = new Standing(ForesightTest.sender(1, 10));
    private List<Backlog> backlog = List.of(ready(Channel.SMS, false));
    private final Watchdog watchdog = new Watchdog(() -> Map.of(QUEUE, pool), () -> backlog, time);

    private static final class Wire implements Seat.Wire {
        private boolean up = true;
        private final Breaker breaker = new Breaker();

        @Override
        public boolean up() {
            return up;
        }

        @Override
        public int places() {
            return 1;
        }

        @Override
        public Breaker breaker() {
            return breaker;
        }
    }

    private static Backlog ready(Channel channel, boolean ordered) {
        return new Backlog(
                QUEUE, Priority.NORMAL, new EligibilityClass(channel, "US", ordered), 1, START);
    }

    @BeforeEach
    void a_pool_with_a_free_sender() {
        var sender = ForesightTest.sender(1, 10);
        var member =
                new Member(
                        new PoolId(QUEUE), sender.id(), 1, 0, true, OptionalDouble.empty(), START);
        pool.seat(
                List.of(new Seat(Membership.of(sender, member), standing, wire)),
                Policy.DEFAULT.choosing());
    }

    private Duration standstillAfter(Duration step) {
        watchdog.look(time.now());
        time.advance(step);
        watchdog.look(time.now());
        return watchdog.standstills().getOrDefault(QUEUE, Duration.ofDays(1));
    }

    @Test
    void work_that_is_ready_and_a_free_sender_are_a_standstill_for_as_long_as_both_last() {
        assertThat(standstillAfter(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        backlog = List.of();
        assertThat(standstillAfter(Duration.ofSeconds(3))).isZero();
    }

    @Test
    void nobody_stands_still_who_has_no_sender_up() {
        wire.up = false;
        assertThat(standstillAfter(Duration.ofSeconds(3))).isZero();
    }

    @Test
    void nobody_stands_still_who_has_no_token() {
        standing.gate().throttled(Optional.of(Duration.ofMinutes(1)), START);
        assertThat(standstillAfter(Duration.ofSeconds(3))).isZero();
    }

    @Test
    void work_that_none_of_the_free_senders_may_do_is_no_standstill() {
        backlog = List.of(ready(Channel.RCS, false), ready(Channel.SMS, true));
        assertThat(standstillAfter(Duration.ofSeconds(3))).isZero();
    }
}
