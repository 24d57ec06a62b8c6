package io.posthorn.pool;

import static io.posthorn.message.OutcomeClass.T0_ACCEPTED;
import static io.posthorn.message.OutcomeClass.T1_THROTTLED;
import static io.posthorn.message.OutcomeClass.T2_TRANSIENT;
import static io.posthorn.message.OutcomeClass.T3_SENDER;
import static io.posthorn.message.OutcomeClass.T7_DESTINATION;
import static io.posthorn.message.OutcomeClass.T9_UNKNOWN;
import static io.posthorn.pool.Traffic.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.OutcomeClass;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final Breaker breaker = new Breaker();
    private Instant now = START;

    private void on(OutcomeClass outcome, int times) {
        for (int i = 0; i < times; i++) {
            breaker.on(outcome, "said so", now);
        }
    }

    @Test
    void half_of_twenty_outcomes_in_a_minute_open_it_and_less_does_not() {
        on(T0_ACCEPTED, 10);
        on(T2_TRANSIENT, 9);
        assertThat(breaker.allows(now)).isTrue();
        on(T2_TRANSIENT, 1);
        assertThat(breaker.allows(now)).isFalse();
        assertThat(breaker.reason()).contains("said so");
    }

    @Test
    void one_failure_changes_nothing_nor_do_old_ones_count() {
        on(T2_TRANSIENT, 19);
        assertThat(breaker.allows(now)).isTrue();
        now = now.plusSeconds(61);
        on(T2_TRANSIENT, 19);
        assertThat(breaker.allows(now)).isTrue();
    }

    @Test
    void what_is_the_messages_own_fault_or_a_matter_of_rate_does_not_open_it() {
        on(T7_DESTINATION, 100);
        on(T1_THROTTLED, 100);
        assertThat(breaker.allows(now)).isTrue();
        assertThat(breaker.share()).isEqualTo(1);
    }

    @Test
    void an_unknown_outcome_counts_half() {
        on(T9_UNKNOWN, 19);
        on(T0_ACCEPTED, 1);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        Breaker sure = new Breaker();
        for (int i = 0; i < 20; i++) {
            sure.on(T9_UNKNOWN, "", now);
        }
        assertThat(sure.state()).isEqualTo(Breaker.State.OPEN);
    }

    @Test
    void a_refused_sender_rests_twice_as_long_each_time_and_ten_minutes_at_most() {
        for (int rest : new int[] {30, 60, 120, 240, 480, 600, 600}) {
            on(T3_SENDER, 1);
            on(T3_SENDER, 1); // told twice of the same break
            assertThat(breaker.allows(now.plusSeconds(rest).minusMillis(1))).isFalse();
            now = now.plusSeconds(rest);
            assertThat(breaker.allows(now)).isTrue();
            breaker.given(now);
            assertThat(breaker.allows(now)).as("one probe").isFalse();
        }
    }

    @Test
    void a_probe_then_a_tenth_then_all() {
        on(T3_SENDER, 1);
        now = now.plusSeconds(30);
        breaker.given(now);
        on(T0_ACCEPTED, 1);
        assertThat(breaker.allows(now)).isTrue();
        assertThat(breaker.share()).isEqualTo(0.1);
        on(T0_ACCEPTED, 10);
        assertThat(breaker.share()).isEqualTo(1);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void a_probe_that_never_left_is_tried_again_at_once() {
        on(T3_SENDER, 1);
        now = now.plusSeconds(30);
        breaker.given(now);
        breaker.notSent(now);
        assertThat(breaker.allows(now)).isTrue();
    }

    @Test
    void a_clock_set_back_does_not_keep_it_open() {
        on(T3_SENDER, 1);
        assertThat(breaker.allows(now.minusSeconds(3_600))).isTrue();
    }
}
