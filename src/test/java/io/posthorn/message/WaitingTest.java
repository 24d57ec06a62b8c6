package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaitingTest {

    private static final Instant LATER = Instant.parse("2026-03-19T09:30:00Z");
    private static final Failure FAILURE = new Failure(30003, "unreachable", "");

    @ParameterizedTest
    @EnumSource(State.Reason.class)
    void whatever_postpones_a_message_is_what_it_waits_for(State.Reason reason) {
        Waiting waiting = Waiting.of(new State.Waiting(LATER, reason)).orElseThrow();

        assertThat(waiting.reason().name()).isEqualTo(reason.name());
        assertThat(waiting.until()).contains(LATER);
    }

    @Test
    void every_open_state_has_one_reason() {
        assertThat(Waiting.of(new State.Scheduled(LATER)))
                .contains(new Waiting(WaitingReason.SCHEDULED, Optional.of(LATER)));
        assertThat(Waiting.of(new State.Queued()))
                .contains(new Waiting(WaitingReason.TURN, Optional.empty()));
        assertThat(Waiting.of(new State.Sending(LATER)))
                .contains(new Waiting(WaitingReason.SUBMITTING, Optional.empty()));
        assertThat(Waiting.of(new State.Unsure(LATER)))
                .contains(new Waiting(WaitingReason.UNKNOWN_OUTCOME, Optional.of(LATER)));
    }

    @Test
    void a_message_that_has_left_or_ended_waits_for_nothing() {
        assertThat(Waiting.of(new State.Sent(LATER))).isEmpty();
        assertThat(Waiting.of(new State.Delivered(LATER))).isEmpty();
        assertThat(Waiting.of(new State.Read(LATER))).isEmpty();
        assertThat(Waiting.of(new State.Undelivered(FAILURE, LATER))).isEmpty();
        assertThat(Waiting.of(new State.Failed(FAILURE, LATER))).isEmpty();
        assertThat(Waiting.of(new State.Unaddressable(FAILURE, LATER))).isEmpty();
        assertThat(Waiting.of(new State.Canceled(LATER))).isEmpty();
    }
}
