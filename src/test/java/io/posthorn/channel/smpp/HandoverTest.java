package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// One letter for each part's reply: `o` accepted, `t` throttled, `f` out of order, `r` refused,
/// `n` never written, `l` lost after write, `x` timed out.
class HandoverTest {

    @ParameterizedTest
    @CsvSource({
        "o, Accepted",
        "ooo, Accepted",
        "t, Throttled",
        "ttt, Throttled",
        "f, Unreachable",
        "n, NotSent",
        "nn, NotSent",
        "r, Refused",
        "or, Refused",
        "tr, Refused",
        "l, Unknown",
        "x, Unknown",
        "ol, Unknown",
        "nl, Unknown",
        "tx, Unknown",
        "rx, Unknown",
        "ot, Unknown",
        "on, Unknown",
        "of, Unknown"
    })
    void the_parts_add_up_to_one_outcome(String replies, String outcome) {
        Handover handover = handover(replies, new ArrayList<>());

        assertThat(handover.outcome().getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "ot, true",
        "onn, true",
        "of, true",
        "o, false",
        "tt, false",
        "n, false",
        "or, false",
        "otr, false",
        "otl, false"
    })
    void a_message_is_half_when_more_can_be_done_for_the_rest(String replies, boolean half) {
        assertThat(handover(replies, new ArrayList<>()).isHalf()).isEqualTo(half);
    }

    @Test
    void only_parts_that_surely_are_not_there_are_open() {
        assertThat(handover("otnlxr", new ArrayList<>()).open()).containsExactly(1, 2);
    }

    @Test
    void late_answers_make_an_unknown_outcome_known_once_all_are_there() {
        List<Outcome> told = new ArrayList<>();
        Handover handover = handover("xox", told);
        assertThat(handover.outcome()).isInstanceOf(Outcome.Unknown.class);

        handover.answeredLate(0, accepted(0));
        assertThat(told).isEmpty();
        handover.answeredLate(2, accepted(2));
        assertThat(told).containsExactly(new Outcome.Accepted(List.of("id0", "id1", "id2")));
    }

    @ParameterizedTest
    @EnumSource
    void every_status_but_ok_has_an_outcome(CommandStatus status) {
        if (status != CommandStatus.ESME_ROK) {
            assertThat(Answers.outcome(status.code()).toString()).contains(status.name());
        }
    }

    @Test
    void a_carriers_own_status_is_worth_another_try() {
        assertThat(Answers.outcome(0x401)).isEqualTo(new Outcome.Unreachable("SMPP 0x00000401"));
        assertThat(Answers.outcome(0x58))
                .isEqualTo(
                        new Outcome.Throttled(Optional.empty(), "SMPP 0x00000058 ESME_RTHROTTLED"));
    }

    private static Handover handover(String replies, List<Outcome> told) {
        Handover handover = new Handover(replies.length(), id -> id, told::add);
        List<Integer> parts = IntStream.range(0, replies.length()).boxed().toList();
        handover.replied(parts, parts.stream().map(i -> reply(replies.charAt(i), i)).toList());
        return handover;
    }

    private static Reply reply(char letter, int part) {
        return switch (letter) {
            case 'o' -> accepted(part);
            case 't' -> refused(CommandStatus.ESME_RTHROTTLED);
            case 'f' -> refused(CommandStatus.ESME_RSYSERR);
            case 'r' -> refused(CommandStatus.ESME_RINVDSTADR);
            case 'n' -> new Reply.NeverWritten("not connected");
            case 'l' -> new Reply.LostAfterWrite("peer closed the connection");
            case 'x' -> new Reply.TimedOut();
            default -> throw new IllegalArgumentException("letter " + letter);
        };
    }

    private static Reply.Answered accepted(int part) {
        return answered(new Pdu.SubmitSmResp(0, "id" + part, Tlvs.NONE));
    }

    private static Reply.Answered refused(CommandStatus status) {
        return answered(new Pdu.SubmitSmResp(status.code(), "", Tlvs.NONE));
    }

    private static Reply.Answered answered(Pdu.Response response) {
        return new Reply.Answered(response, Duration.ZERO);
    }
}
