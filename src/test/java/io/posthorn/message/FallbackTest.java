package io.posthorn.message;

import static io.posthorn.message.Story.OTHER_SMS;
import static io.posthorn.message.Story.RCS;
import static io.posthorn.message.Story.RCS_TIME;
import static io.posthorn.message.Story.SMS;
import static io.posthorn.message.Story.START;
import static io.posthorn.message.Story.VALIDITY;
import static io.posthorn.message.Story.WANTS_READ;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fallback timers, revocation and what crosses it (routing.md, section 7).
class FallbackTest {

    private static final Duration CROSSING = Duration.ofSeconds(10);
    private static final Instant AFTER_RCS = START.plus(RCS_TIME);

    private static final Policy SMS_TIMED =
            Story.waiting(Map.of(Channel.SMS, Duration.ofSeconds(2)), Map.of());

    private static Story rcs() {
        return Story.of(RCS, SMS).chosen().accepted("a");
    }

    private static Story timedSms() {
        return Story.of(SMS_TIMED, SMS, OTHER_SMS).chosen().accepted("a");
    }

    // When there is a timer

    @Test
    void rcs_before_another_step_is_waited_for_120_seconds_from_its_acceptance() {
        Story story = Story.of(RCS, SMS).chosen().after(Duration.ofSeconds(7)).accepted("a");
        Instant accepted = START.plusSeconds(7);
        assertThat(story.state())
                .isEqualTo(new State.Awaiting(Status.SENT, accepted, accepted.plus(RCS_TIME)));
        assertThat(story.status()).isEqualTo(Status.SENT);
        assertThat(story.events()).containsExactly("1 SENT/SENT");
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RCS"})
    void other_channels_have_no_timer_unless_the_pool_gives_them_one(Channel channel) {
        var step = new Plan.Step(channel, Story.PHONE, 1);
        Story usual = Story.of(step, OTHER_SMS).chosen().accepted("a");
        assertThat(usual.state()).isEqualTo(new State.Sent(START));
        Policy timed = Story.waiting(Map.of(channel, Duration.ofMinutes(5)), Map.of());
        Story story = Story.of(timed, step, OTHER_SMS).chosen().accepted("a");
        assertThat(story.state())
                .isEqualTo(new State.Awaiting(Status.SENT, START, START.plusSeconds(300)));
    }

    @Test
    void the_last_step_has_no_timer() {
        assertThat(Story.of(RCS).chosen().accepted("a").state()).isEqualTo(new State.Sent(START));
        Story second = timedSms().due().chosen().accepted("b");
        assertThat(second.state()).isInstanceOf(State.Sent.class);
    }

    @Test
    void there_is_no_timer_when_sent_is_enough() {
        Policy sent =
                Story.waiting(Map.of(Channel.RCS, RCS_TIME), Map.of(Channel.RCS, Status.SENT));
        assertThat(Story.of(sent, RCS, SMS).chosen().accepted("a").state())
                .isEqualTo(new State.Sent(START));
    }

    @Test
    void there_is_no_timer_that_ends_after_the_validity() {
        Instant late = START.plus(VALIDITY).minus(RCS_TIME);
        Story just = Story.of(RCS, SMS).at(late.minusNanos(1)).chosen().accepted("a");
        assertThat(just.state()).isInstanceOf(State.Awaiting.class);
        Story tooLate = Story.of(RCS, SMS).at(late).chosen().accepted("a");
        assertThat(tooLate.state()).isEqualTo(new State.Sent(late));
    }

    // When it runs out

    @Test
    void what_cannot_be_taken_back_falls_back_at_once() {
        Story story = timedSms().due();
        assertThat(story.state()).isEqualTo(new State.Queued());
        assertThat(story.message().step()).isEqualTo(1);
        assertThat(story.attempt(1).failure()).contains(Failures.UNCONFIRMED);
        assertThat(story.attempt(1).outcome()).contains(OutcomeClass.T8_EXPIRED);
        story.chosen().accepted("b").delivered(2);
        assertThat(story.events())
                .containsExactly(
                        "1 SENT/SENT",
                        "1 UNDELIVERED/QUEUED",
                        "0 QUEUED/QUEUED",
                        "2 SENT/SENT",
                        "2 DELIVERED/DELIVERED");
    }

    @Test
    void rcs_is_taken_back_and_ten_seconds_later_the_next_step_begins() {
        Story story = rcs().due();
        assertThat(story.now()).isEqualTo(AFTER_RCS);
        assertThat(story.state()).isEqualTo(new State.Revoking(START, AFTER_RCS.plus(CROSSING)));
        assertThat(story.status()).isEqualTo(Status.SENT);
        assertThat(story.due().state()).isEqualTo(new State.Queued());
        assertThat(story.chosen().attempt(2).step()).isEqualTo(SMS);
        assertThat(story.attempt(2).possibleDuplicate()).isFalse();
    }

    @Test
    void a_receipt_that_crosses_the_revocation_wins() {
        Story story = rcs().due().after(CROSSING.minusNanos(1)).delivered(1);
        assertThat(story.state()).isInstanceOf(State.Delivered.class);
        story.ignores(new Fact.Due());
        assertThat(story.message().attempts()).hasSize(1);
    }

    @Test
    void a_bad_receipt_while_waiting_or_revoking_falls_back_at_once() {
        Story waiting = rcs().undelivered(1, OutcomeClass.T5_CHANNEL);
        assertThat(waiting.state()).isEqualTo(new State.Queued());
        Story revoking = rcs().due().undelivered(1, OutcomeClass.T8_EXPIRED);
        assertThat(revoking.state()).isEqualTo(new State.Queued());
        assertThat(revoking.message().step()).isEqualTo(1);
    }

    @Test
    void what_is_confirmed_in_time_does_not_fall_back() {
        Story story = rcs().after(Duration.ofSeconds(119)).delivered(1);
        assertThat(story.state()).isInstanceOf(State.Delivered.class);
        story.at(AFTER_RCS).ignores(new Fact.Due());
    }

    @Test
    void without_time_for_a_revocation_there_is_no_fallback() {
        Instant accepted = START.plus(VALIDITY).minus(RCS_TIME).minusSeconds(5);
        Story story = Story.of(RCS, SMS).at(accepted).chosen().accepted("a").due();
        assertThat(story.state()).isEqualTo(new State.Sent(accepted));
    }

    @Test
    void a_timer_noticed_after_the_validity_begins_nothing() {
        Instant late = START.plus(VALIDITY);
        assertThat(rcs().at(late).told(new Fact.Due()).state()).isEqualTo(new State.Sent(START));
        Story revoking = rcs().due().at(late).told(new Fact.Due());
        assertThat(revoking.state()).isEqualTo(new State.Undelivered(Failures.UNCONFIRMED, late));
    }

    @Test
    void a_timer_keeps_to_the_retry_budget() {
        Story story = Story.of(RCS, SMS, OTHER_SMS);
        for (int i = 0; i < 7; i++) {
            story.chosen().answered(new Outcome.Unreachable("x"));
        }
        assertThat(story.message().step()).isEqualTo(1);
        assertThat(story.chosen().accepted("a").state()).isInstanceOf(State.Sent.class);
    }

    // What comes late

    @Test
    void a_late_delivery_before_the_next_attempt_spares_it() {
        Story story = timedSms().due().delivered(1);
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        assertThat(story.events().getLast()).isEqualTo("1 DELIVERED/DELIVERED");
    }

    @Test
    void a_second_delivery_is_told_as_what_it_is_and_the_message_is_delivered_once() {
        Story story = timedSms().due().chosen().accepted("b").delivered(2);
        Instant delivered = story.now();
        story.after(Duration.ofMinutes(1)).delivered(1);
        assertThat(story.state()).isEqualTo(new State.Delivered(delivered));
        assertThat(story.message().attempts()).allMatch(Attempt::arrived);
        assertThat(story.events())
                .endsWith("2 DELIVERED/DELIVERED", "1 DUPLICATE/DELIVERED")
                .filteredOn(e -> e.endsWith("DELIVERED/DELIVERED"))
                .hasSize(1);
    }

    @Test
    void a_late_delivery_stands_though_the_fallback_fails() {
        Story story = timedSms().due().chosen().accepted("b").delivered(1);
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        story.undelivered(2, OutcomeClass.T5_CHANNEL);
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        assertThat(story.attempt(2).status()).isEqualTo(Status.UNDELIVERED);
    }

    @Test
    void when_the_fallback_fails_the_message_does() {
        Story story = timedSms().due().chosen().accepted("b");
        assertThat(story.undelivered(2, OutcomeClass.T5_CHANNEL).status())
                .isEqualTo(Status.UNDELIVERED);
        assertThat(story.delivered(1).status()).isEqualTo(Status.DELIVERED);
    }

    // When only READ is enough

    @Test
    void a_delivered_message_that_is_not_read_in_time_falls_back_and_stays_delivered() {
        Story story = Story.of(WANTS_READ, RCS, SMS).chosen().accepted("a");
        story.after(Duration.ofSeconds(30)).delivered(1);
        assertThat(story.state())
                .isEqualTo(new State.Awaiting(Status.DELIVERED, START.plusSeconds(30), AFTER_RCS));
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        story.due();
        assertThat(story.state()).as("not taken back").isEqualTo(new State.Queued());
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        story.chosen().accepted("b");
        assertThat(story.state()).isInstanceOf(State.Delivered.class);
        story.delivered(2);
        assertThat(story.events())
                .containsExactly(
                        "1 SENT/SENT",
                        "1 DELIVERED/DELIVERED",
                        "2 SENT/DELIVERED",
                        "2 DUPLICATE/DELIVERED");
    }

    @Test
    void a_message_read_in_time_does_not_fall_back() {
        Story story = Story.of(WANTS_READ, RCS, SMS).chosen().accepted("a").delivered(1);
        story.receipt(1, 0, Status.READ).at(AFTER_RCS).ignores(new Fact.Due());
        assertThat(story.status()).isEqualTo(Status.READ);
    }

    @Test
    void a_delivered_message_stays_delivered_though_nobody_can_follow() {
        Story story = Story.of(WANTS_READ, RCS, SMS).chosen().accepted("a").delivered(1).due();
        story.told(new Fact.Exhausted());
        assertThat(story.state()).isInstanceOf(State.Delivered.class);
        Story refused = Story.of(WANTS_READ, RCS, SMS).chosen().accepted("a").delivered(1).due();
        refused.chosen().answered(new Outcome.Refused(Outcome.Scope.DESTINATION, "x"));
        assertThat(refused.state()).isInstanceOf(State.Delivered.class);
    }

    @Test
    void a_receipt_before_the_answer_starts_the_time_to_read() {
        Story story = Story.of(WANTS_READ, RCS, SMS).chosen().delivered(1).accepted("a");
        assertThat(story.state()).isEqualTo(new State.Awaiting(Status.DELIVERED, START, AFTER_RCS));
    }

    // Cancel, and attempts nobody was sure about

    @Test
    void canceling_ends_the_waiting_and_begins_nothing() {
        for (Story story : List.of(rcs(), rcs().due(), timedSms())) {
            story.told(new Fact.Canceled());
            assertThat(story.state()).isEqualTo(new State.Sent(START));
            story.after(RCS_TIME).ignores(new Fact.Due());
            assertThat(story.undelivered(1, OutcomeClass.T5_CHANNEL).status())
                    .isEqualTo(Status.UNDELIVERED);
        }
        Story unread = Story.of(WANTS_READ, RCS, SMS).chosen().accepted("a").delivered(1);
        assertThat(unread.told(new Fact.Canceled()).state()).isEqualTo(new State.Delivered(START));
    }

    @Test
    void an_attempt_accepted_late_has_the_time_of_its_own_step() {
        Story story = Story.of(RCS, SMS).chosen().told(new Fact.LeaseLost()).due();
        story.told(new Fact.Exhausted());
        assertThat(story.message().step()).isEqualTo(1);
        Instant late = story.now();
        story.answered(1, new Outcome.Accepted(List.of("a")));
        assertThat(story.message().step()).isZero();
        assertThat(story.state())
                .isEqualTo(new State.Awaiting(Status.SENT, late, late.plus(RCS_TIME)));
    }

    @Test
    void of_two_attempts_under_way_one_bad_receipt_decides_nothing() {
        Story story = Story.of(SMS_TIMED, SMS, OTHER_SMS).chosen().told(new Fact.LeaseLost());
        story.due().chosen().accepted("b").answered(1, new Outcome.Accepted(List.of("a")));
        story.undelivered(2, OutcomeClass.T5_CHANNEL);
        assertThat(story.state()).isInstanceOf(State.Awaiting.class);
        story.due();
        assertThat(story.message().step()).isEqualTo(1);
        assertThat(story.attempt(1).status()).isEqualTo(Status.UNDELIVERED);
    }
}
