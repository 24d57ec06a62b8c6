package io.posthorn.message;

import static io.posthorn.message.Story.LONG_SMS;
import static io.posthorn.message.Story.OTHER_SMS;
import static io.posthorn.message.Story.RCS;
import static io.posthorn.message.Story.SMS;
import static io.posthorn.message.Story.START;
import static io.posthorn.message.Story.VALIDITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Outcome.Scope;
import io.posthorn.message.Policy.OnUnknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    private static final Duration HOLD = Policy.DEFAULT.failover().unknownHold();
    private static final Outcome UNKNOWN = new Outcome.Unknown("no answer in 60 s");
    private static final Outcome UNREACHABLE = new Outcome.Unreachable("ESME_RSYSERR 0x08");
    private static final Outcome BROKEN = new Outcome.SenderBroken("ESME_RINVPASWD 0x0E");
    private static final Outcome THROTTLED =
            new Outcome.Throttled(Optional.empty(), "ESME_RTHROTTLED 0x58");
    private static final Outcome NOT_SENT = new Outcome.NotSent("not connected");

    private static Outcome refused(Scope scope) {
        return new Outcome.Refused(scope, "ESME_RINVDSTADR 0x0B");
    }

    private static Policy policy(OnUnknown onUnknown, OutcomeClass... retryOnReceipt) {
        Policy usual = Policy.DEFAULT;
        return usual.with(
                new Policy.Failover(
                        Optional.of(onUnknown),
                        usual.failover().unknownHold(),
                        Set.of(retryOnReceipt),
                        usual.failover().outcomes(),
                        usual.failover().fallbackAfter(),
                        usual.failover().success()));
    }

    // Every fact in every state

    /// Attempt 1 is the last one in all of them; `Retry` is queued because attempt 1 is unsure.
    private static final Map<String, Supplier<Story>> STATES = new LinkedHashMap<>();

    static {
        STATES.put("Scheduled", () -> Story.in(new State.Scheduled(START.plusSeconds(60)), SMS));
        STATES.put("Queued", () -> Story.of(SMS));
        STATES.put("Waiting", () -> waiting(Story.of(SMS)));
        STATES.put("Sending", () -> Story.of(SMS).chosen());
        STATES.put("Unsure", () -> Story.of(SMS).chosen().answered(UNKNOWN));
        STATES.put("Retry", () -> Story.of(SMS).chosen().answered(UNKNOWN).due());
        STATES.put("Sent", () -> Story.of(SMS).chosen().accepted("a"));
        STATES.put("Awaiting", () -> Story.of(RCS, SMS).chosen().accepted("a"));
        STATES.put("Revoking", () -> Story.of(RCS, SMS).chosen().accepted("a").due());
        STATES.put(
                "Unread",
                () -> Story.of(Story.WANTS_READ, RCS, SMS).chosen().accepted("a").delivered(1));
        STATES.put("Delivered", () -> Story.of(SMS).chosen().accepted("a").delivered(1));
        STATES.put("Read", () -> Story.of(SMS).chosen().accepted("a").receipt(1, 0, Status.READ));
        STATES.put(
                "Undelivered",
                () -> Story.of(SMS).chosen().accepted("a").receipt(1, 0, Status.UNDELIVERED));
        STATES.put("Failed", () -> Story.of(SMS).chosen().answered(refused(Scope.DESTINATION)));
        STATES.put(
                "Unaddressable",
                () -> Story.in(new State.Unaddressable(Failures.UNADDRESSABLE, START)));
        STATES.put("Canceled", () -> Story.of(SMS).told(new Fact.Canceled()));
    }

    private static Story waiting(Story story) {
        return story.told(new Fact.Postponed(START.plusSeconds(5), State.Reason.ALL_SENDERS_DOWN));
    }

    private static Map<String, Fact> facts() {
        Map<String, Fact> facts = new LinkedHashMap<>();
        facts.put("Due", new Fact.Due());
        facts.put(
                "Chosen",
                new Fact.Chosen(
                        new SenderId(4),
                        "+12065550104",
                        new ConnectionId(9),
                        "{}",
                        START.plusSeconds(999)));
        facts.put("Postponed", new Fact.Postponed(START.plusSeconds(999), State.Reason.NO_SENDER));
        facts.put("Exhausted", new Fact.Exhausted());
        facts.put("OptedOut", new Fact.OptedOut());
        facts.put("LeaseLost", new Fact.LeaseLost());
        facts.put("Canceled", new Fact.Canceled());
        facts.put("Accepted", new Fact.Attempted(1, new Outcome.Accepted(List.of("k"))));
        facts.put("Throttled", new Fact.Attempted(1, THROTTLED));
        facts.put("NotSent", new Fact.Attempted(1, NOT_SENT));
        facts.put("Unreachable", new Fact.Attempted(1, UNREACHABLE));
        facts.put("Refused", new Fact.Attempted(1, refused(Scope.DESTINATION)));
        facts.put("Unknown", new Fact.Attempted(1, UNKNOWN));
        facts.put("EnRoute", receipt(Status.SENT));
        facts.put("Delivered", receipt(Status.DELIVERED));
        facts.put("Read", receipt(Status.READ));
        facts.put("Undelivered", receipt(Status.UNDELIVERED));
        return facts;
    }

    private static Fact receipt(Status status) {
        return new Fact.Receipt(1, 0, Story.report(status, OutcomeClass.T2_TRANSIENT));
    }

    /// A state: entered. `+`: only noted on the message. `-`: nothing happens.
    @Test
    void every_fact_in_every_state() {
        String expected =
                """
                              Due     Chosen  Postponed Exhausted OptedOut LeaseLost Canceled Accepted Throttled NotSent Unreachable Refused Unknown EnRoute Delivered Read Undelivered
                Scheduled     Queued  -       -         -         Failed   -         Canceled -        -         -       -           -       -       -       -         -    -
                Queued        Failed  Sending Waiting   Failed    Failed   -         Canceled -        -         -       -           -       -       -       -         -    -
                Waiting       Queued  -       -         -         Failed   -         Canceled -        -         -       -           -       -       -       -         -    -
                Sending       Unsure  -       -         -         -        Unsure    +        Sent     Queued    Queued  Queued      Failed  Unsure  Sent    Delivered Read Undelivered
                Unsure        Queued  -       -         -         -        -         +        Sent     Queued    Queued  Queued      Failed  -       Sent    Delivered Read Undelivered
                Retry         Failed  Sending Waiting   Failed    Failed   -         Canceled Sent     +         +       +           Failed  -       Sent    Delivered Read Undelivered
                Sent          -       -       -         -         -        -         -        -        -         -       -           -       -       -       Delivered Read Undelivered
                Awaiting      Revoking -      -         -         -        -         Sent     -        -         -       -           -       -       -       Delivered Read Queued
                Revoking      Queued  -       -         -         -        -         Sent     -        -         -       -           -       -       -       Delivered Read Queued
                Unread        Queued  -       -         -         -        -         Delivered -       -         -       -           -       -       -       -         Read -
                Delivered     -       -       -         -         -        -         -        -        -         -       -           -       -       -       -         Read -
                Read          -       -       -         -         -        -         -        -        -         -       -           -       -       -       +         -    -
                Undelivered   -       -       -         -         -        -         -        -        -         -       -           -       -       -       Delivered Read -
                Failed        -       -       -         -         -        -         -        -        -         -       -           -       -       -       Delivered Read -
                Unaddressable -       -       -         -         -        -         -        -        -         -       -           -       -       -       -         -    -
                Canceled      -       -       -         -         -        -         -        -        -         -       -           -       -       -       -         -    -
                """;
        assertThat(table()).isEqualTo(words(expected));
    }

    private static List<List<String>> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.copyOf(facts().keySet()));
        STATES.forEach((name, state) -> {
            List<String> row = new ArrayList<>(List.of(name));
            facts().values().forEach(fact -> row.add(effect(state.get(), fact)));
            rows.add(row);
        });
        return rows;
    }

    private static String effect(Story story, Fact fact) {
        State state = story.state();
        long version = story.message().version();
        if (fact instanceof Fact.Due) {
            story.due();
        } else {
            story.told(fact);
        }
        if (story.message().version() == version) {
            return "-";
        }
        return story.state().equals(state) ? "+" : story.state().getClass().getSimpleName();
    }

    private static List<List<String>> words(String table) {
        return table.lines().map(line -> List.of(line.trim().split(" +"))).toList();
    }

    // The classes of outcomes (routing.md, section 7), for SMS

    @Test
    void t0_an_accepted_message_waits_for_its_receipt() {
        Story story = Story.of(SMS).chosen().accepted("key");
        assertThat(story.state()).isEqualTo(new State.Sent(START));
        assertThat(story.attempt(1).receiptKeys()).containsExactly("key");
        assertThat(story.attempt(1).outcome()).contains(OutcomeClass.T0_ACCEPTED);
        assertThat(story.delivered(1).events())
                .containsExactly("1 SENT/SENT", "1 DELIVERED/DELIVERED");
    }

    @Test
    void t1_throttling_costs_the_message_nothing() {
        Story story = Story.of(SMS);
        for (int i = 0; i < 100; i++) {
            story.chosen().answered(THROTTLED).chosen().answered(NOT_SENT);
        }
        assertThat(story.state()).isEqualTo(new State.Queued());
        assertThat(story.message().attempts()).isEmpty();
        assertThat(story.events()).isEmpty();
    }

    @Test
    void t1_throttling_ends_with_the_validity() {
        Story story = Story.of(SMS).chosen().answered(THROTTLED).at(START.plus(VALIDITY)).chosen();
        assertThat(story.state())
                .isEqualTo(new State.Failed(Failures.EXPIRED, START.plus(VALIDITY)));
    }

    @Test
    void t2_a_transient_failure_is_tried_again_until_the_step_has_had_four_attempts() {
        Story story = Story.of(SMS);
        for (int i = 1; i <= 4; i++) {
            assertThat(story.state()).isEqualTo(new State.Queued());
            story.chosen(i).answered(UNREACHABLE);
        }
        assertThat(story.status()).isEqualTo(Status.FAILED);
        assertThat(((State.Failed) story.state()).failure().upstream())
                .isEqualTo("ESME_RSYSERR 0x08");
        assertThat(story.message().attempts()).hasSize(4);
    }

    @Test
    void a_message_has_at_most_eight_attempts_over_all_its_steps() {
        Story story = Story.of(RCS, SMS, OTHER_SMS);
        int attempts = 0;
        while (story.state() instanceof State.Queued) {
            story.chosen().answered(UNREACHABLE);
            attempts++;
        }
        assertThat(attempts).isEqualTo(8);
        assertThat(story.message().step()).isEqualTo(1);
        assertThat(story.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void t3_a_broken_sender_moves_the_message_to_another_at_once() {
        Story story = Story.of(SMS).chosen(3).answered(BROKEN);
        assertThat(story.state()).isEqualTo(new State.Queued());
        assertThat(story.attempt(1).failure()).map(Failure::code).contains(21606);
        story.chosen(4).accepted("a");
        assertThat(story.events()).containsExactly("1 FAILED/QUEUED", "2 SENT/SENT");
    }

    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"OPTED_OUT", "CHANNEL", "CONTENT", "DESTINATION"})
    void t4_to_t7_a_refused_sms_is_not_tried_by_another_sender(Scope scope) {
        Story story = Story.of(SMS).chosen().answered(refused(scope));
        assertThat(story.status()).isEqualTo(Status.FAILED);
        assertThat(story.events()).containsExactly("1 FAILED/FAILED");
    }

    @Test
    void t4_the_pair_rate_delays_and_costs_nothing() {
        Story story = Story.of(SMS).chosen().answered(refused(Scope.PAIR_RATE));
        assertThat(story.state())
                .isEqualTo(new State.Waiting(START.plusSeconds(6), State.Reason.PAIR_RATE));
        assertThat(story.message().attempts()).isEmpty();
        assertThat(story.due().state()).isEqualTo(new State.Queued());
    }

    @ParameterizedTest
    @CsvSource({
        "OPTED_OUT,   same words, same phone,  FAILED",
        "OPTED_OUT,   own words,  other phone, FAILED",
        "CHANNEL,     same words, same phone,  QUEUED",
        "CONTENT,     same words, other phone, FAILED",
        "CONTENT,     own words,  same phone,  QUEUED",
        "DESTINATION, own words,  same phone,  FAILED",
        "DESTINATION, same words, other phone, QUEUED",
    })
    void the_next_channel_is_tried_when_it_can_make_a_difference(
            Scope scope, String words, String phone, Status status) {
        Content content =
                words.equals("own words")
                        ? new Content.Modules(
                                Map.of(Channel.RCS, module("Hi"), Channel.SMS, module("Hello")))
                        : Content.text("Hi");
        Plan.Step next = phone.equals("same phone") ? SMS : OTHER_SMS;
        Story story = Story.of(Policy.DEFAULT, Priority.NORMAL, content, RCS, next);
        story.chosen().answered(refused(scope));
        assertThat(story.status()).isEqualTo(status);
        assertThat(story.message().step()).isEqualTo(status == Status.QUEUED ? 1 : 0);
    }

    private static Content.Module module(String text) {
        return new Content.Module(Optional.of(text), "{}");
    }

    @Test
    void t8_nothing_begins_after_the_validity() {
        Instant end = START.plus(VALIDITY);
        assertThat(Story.of(SMS).at(end.minusNanos(1)).chosen().state())
                .isInstanceOf(State.Sending.class);
        assertThat(Story.of(SMS).at(end).chosen().state())
                .isEqualTo(new State.Failed(Failures.EXPIRED, end));
        assertThat(Story.of(SMS).at(end).told(new Fact.Due()).state())
                .isEqualTo(new State.Failed(Failures.EXPIRED, end));
        assertThat(waiting(Story.of(SMS)).at(end).told(new Fact.Due()).state())
                .isEqualTo(new State.Failed(Failures.EXPIRED, end));
        assertThat(Story.of(RCS, SMS).chosen().at(end).answered(refused(Scope.CHANNEL)).status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void nothing_is_due_before_its_time() {
        STATES.values()
                .forEach(state -> {
                    Story story = state.get();
                    story.message()
                            .state()
                            .due(story.message().plan().expiresAt())
                            .ifPresent(due -> story.at(due.minusNanos(1)).ignores(new Fact.Due()));
                });
    }

    // T9: nobody knows

    @ParameterizedTest
    @CsvSource({"HIGH,QUEUED", "NORMAL,QUEUED", "BULK,FAILED"})
    void t9_is_held_for_a_minute_and_then_tried_again_unless_it_is_bulk(
            Priority priority, Status then) {
        Story story =
                Story.of(Policy.DEFAULT, priority, Content.text("Hi"), SMS)
                        .chosen()
                        .answered(UNKNOWN);
        assertThat(story.state()).isEqualTo(new State.Unsure(START.plus(HOLD)));
        assertThat(story.due().status()).isEqualTo(then);
    }

    @ParameterizedTest
    @EnumSource(Priority.class)
    void the_pools_policy_for_unknown_outcomes_goes_before_the_priority(Priority priority) {
        Content content = Content.text("Hi");
        assertThat(
                        Story.of(policy(OnUnknown.FAIL), priority, content, SMS)
                                .chosen()
                                .answered(UNKNOWN)
                                .due()
                                .state())
                .isEqualTo(new State.Failed(Failures.UNKNOWN, START.plus(HOLD)));
        assertThat(
                        Story.of(policy(OnUnknown.RETRY), priority, content, SMS)
                                .chosen()
                                .answered(UNKNOWN)
                                .due()
                                .state())
                .isEqualTo(new State.Queued());
    }

    @Test
    void an_attempt_after_an_unsure_one_is_flagged_as_a_possible_duplicate() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen();
        assertThat(story.attempt(1).sure()).isFalse();
        assertThat(story.attempt(1).possibleDuplicate()).isFalse();
        assertThat(story.attempt(2).possibleDuplicate()).isTrue();
        assertThat(story.answered(UNREACHABLE).chosen().attempt(3).possibleDuplicate()).isTrue();
    }

    @Test
    void an_attempt_after_a_sure_failure_is_no_possible_duplicate() {
        Story story = Story.of(SMS).chosen().answered(UNREACHABLE).chosen();
        assertThat(story.attempt(2).possibleDuplicate()).isFalse();
        Story late = Story.of(SMS).chosen().answered(UNKNOWN).due().answered(1, UNREACHABLE);
        assertThat(late.chosen().attempt(2).possibleDuplicate()).isFalse();
    }

    @Test
    void a_lost_lease_is_an_unknown_outcome() {
        Story story = Story.of(SMS).chosen().told(new Fact.LeaseLost());
        assertThat(story.state()).isEqualTo(new State.Unsure(START.plus(HOLD)));
        assertThat(story.attempt(1).outcome()).contains(OutcomeClass.T9_UNKNOWN);
        assertThat(story.due().chosen().attempt(2).possibleDuplicate()).isTrue();
    }

    @Test
    void a_late_answer_settles_what_a_lost_lease_left_open() {
        Story story = Story.of(SMS).chosen().told(new Fact.LeaseLost()).accepted("a");
        assertThat(story.status()).isEqualTo(Status.SENT);
        assertThat(story.attempt(1).sure()).isTrue();
    }

    @Test
    void a_late_acceptance_spares_the_second_try() {
        Story queued = Story.of(SMS).chosen().answered(UNKNOWN).due().accepted("a");
        assertThat(queued.status()).isEqualTo(Status.SENT);
        Story waiting = waiting(Story.of(SMS).chosen().answered(UNKNOWN).due()).accepted("a");
        assertThat(waiting.status()).isEqualTo(Status.SENT);
        Story unsure =
                Story.of(SMS)
                        .chosen()
                        .answered(UNKNOWN)
                        .due()
                        .chosen()
                        .answered(UNKNOWN)
                        .answered(1, new Outcome.Accepted(List.of("a")));
        assertThat(unsure.status()).isEqualTo(Status.SENT);
    }

    @Test
    void a_receipt_for_something_on_its_way_spares_the_second_try() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().receipt(1, 0, Status.SENT);
        assertThat(story.status()).isEqualTo(Status.SENT);
        assertThat(story.accepted("a").attempt(1).receiptKeys()).containsExactly("a");
    }

    @Test
    void a_late_acceptance_of_the_first_attempt_decides_when_the_second_fails() {
        for (Outcome second :
                List.of(
                        UNREACHABLE,
                        BROKEN,
                        THROTTLED,
                        NOT_SENT,
                        UNKNOWN,
                        refused(Scope.DESTINATION),
                        refused(Scope.PAIR_RATE))) {
            Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen();
            story.answered(1, new Outcome.Accepted(List.of("a")));
            assertThat(story.state()).isInstanceOf(State.Sending.class);
            story.answered(2, second);
            assertThat(story.status()).as("after %s", second).isEqualTo(Status.SENT);
            assertThat(story.delivered(1).status()).isEqualTo(Status.DELIVERED);
        }
    }

    @Test
    void a_bad_receipt_decides_only_when_no_other_attempt_is_out() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen();
        story.answered(1, new Outcome.Accepted(List.of("a"))).answered(2, UNREACHABLE);
        assertThat(story.receipt(1, 0, Status.UNDELIVERED).status()).isEqualTo(Status.UNDELIVERED);

        Story both = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen();
        both.answered(1, new Outcome.Accepted(List.of("a"))).accepted("b");
        assertThat(both.receipt(2, 0, Status.UNDELIVERED).status()).isEqualTo(Status.SENT);
        assertThat(both.receipt(1, 0, Status.UNDELIVERED).status()).isEqualTo(Status.UNDELIVERED);
    }

    // Receipts

    @Test
    void a_receipt_may_come_before_the_answer() {
        Story story = Story.of(SMS).chosen().delivered(1);
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        story.accepted("a");
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        assertThat(story.attempt(1).receiptKeys()).containsExactly("a"); // READ may follow
        assertThat(story.events()).containsExactly("1 DELIVERED/DELIVERED");
    }

    @Test
    void a_bad_receipt_before_the_answer_can_still_be_repaired() {
        Story story = Story.of(SMS).chosen().receipt(1, 0, Status.UNDELIVERED).accepted("a");
        assertThat(story.status()).isEqualTo(Status.UNDELIVERED);
        assertThat(story.attempt(1).failure()).contains(Story.CARRIER_SAID_NO);
        assertThat(story.attempt(1).receiptKeys()).containsExactly("a");
        assertThat(story.delivered(1).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void a_long_message_is_delivered_when_all_its_parts_are() {
        Story story = Story.of(LONG_SMS).chosen().accepted("a", "b", "c");
        story.receipt(1, 2, Status.DELIVERED).receipt(1, 0, Status.DELIVERED);
        assertThat(story.status()).isEqualTo(Status.SENT);
        story.ignores(
                new Fact.Receipt(1, 2, Story.report(Status.DELIVERED, OutcomeClass.T0_ACCEPTED)));
        assertThat(story.receipt(1, 1, Status.DELIVERED).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void any_failed_part_decides() {
        Story story = Story.of(LONG_SMS).chosen().accepted("a", "b", "c");
        story.receipt(1, 0, Status.DELIVERED).receipt(1, 1, Status.UNDELIVERED);
        assertThat(story.status()).isEqualTo(Status.UNDELIVERED);
        assertThat(story.receipt(1, 2, Status.DELIVERED).status()).isEqualTo(Status.UNDELIVERED);
        assertThat(story.receipt(1, 1, Status.DELIVERED).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void parts_reported_before_the_answer_count() {
        Story story = Story.of(LONG_SMS).chosen().receipt(1, 1, Status.DELIVERED);
        assertThat(story.state()).isInstanceOf(State.Sending.class);
        story.accepted("a", "b", "c").receipt(1, 0, Status.DELIVERED);
        assertThat(story.status()).isEqualTo(Status.SENT);
        assertThat(story.receipt(1, 2, Status.DELIVERED).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void a_long_message_sent_in_one_piece_has_one_receipt() {
        Story story = Story.of(LONG_SMS).chosen().accepted("a").delivered(1);
        assertThat(story.status()).isEqualTo(Status.DELIVERED);
        Story early = Story.of(LONG_SMS).chosen().delivered(1).accepted("a");
        assertThat(early.status()).isEqualTo(Status.DELIVERED);
        assertThat(early.events()).containsExactly("1 SENT/DELIVERED", "1 DELIVERED/DELIVERED");
    }

    @Test
    void a_message_of_more_parts_than_can_be_counted_is_delivered_when_those_are() {
        var huge = new Plan.Step(Channel.SMS, Story.PHONE, 70);
        String[] keys = new String[70];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "k" + i;
        }
        Story story = Story.of(huge).chosen().accepted(keys);
        for (int part = 69; part > 0; part--) {
            assertThat(story.receipt(1, part, Status.DELIVERED).status()).isEqualTo(Status.SENT);
        }
        assertThat(story.receipt(1, 0, Status.DELIVERED).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void a_delivered_receipt_ends_the_message_while_a_retry_is_queued_waiting_or_under_way() {
        Story queued = Story.of(SMS).chosen().answered(UNKNOWN).due().delivered(1);
        assertThat(queued.status()).isEqualTo(Status.DELIVERED);
        Story waiting = waiting(Story.of(SMS).chosen().answered(UNKNOWN).due()).delivered(1);
        assertThat(waiting.status()).isEqualTo(Status.DELIVERED);
        Story sending = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen().delivered(1);
        assertThat(sending.status()).isEqualTo(Status.DELIVERED);
        sending.answered(2, UNREACHABLE);
        assertThat(sending.status()).isEqualTo(Status.DELIVERED);
        assertThat(sending.attempt(2).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void a_bad_receipt_for_an_earlier_attempt_does_not_disturb_a_later_one() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen();
        story.receipt(1, 0, Status.UNDELIVERED);
        assertThat(story.state()).isInstanceOf(State.Sending.class);
        assertThat(story.attempt(1).sure()).isTrue();
        assertThat(story.accepted("b").delivered(2).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void both_attempts_may_be_delivered_and_both_are_told() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().chosen().accepted("b");
        story.delivered(2).delivered(1);
        assertThat(story.events())
                .containsExactly("2 SENT/SENT", "2 DELIVERED/DELIVERED", "1 DUPLICATE/DELIVERED");
    }

    @Test
    void a_bad_receipt_is_final_for_sms_unless_the_policy_retries_its_class() {
        assertThat(
                        Story.of(SMS)
                                .chosen()
                                .accepted("a")
                                .undelivered(1, OutcomeClass.T2_TRANSIENT)
                                .status())
                .isEqualTo(Status.UNDELIVERED);
        Policy retries = policy(OnUnknown.RETRY, OutcomeClass.T2_TRANSIENT);
        Story story = Story.of(retries, SMS);
        story.chosen().accepted("a").undelivered(1, OutcomeClass.T2_TRANSIENT);
        assertThat(story.state()).isEqualTo(new State.Queued());
        story.chosen(4).accepted("b").undelivered(2, OutcomeClass.T6_CONTENT);
        assertThat(story.status()).isEqualTo(Status.UNDELIVERED);
        assertThat(story.events())
                .containsExactly(
                        "1 SENT/SENT",
                        "1 UNDELIVERED/QUEUED",
                        "0 QUEUED/QUEUED",
                        "2 SENT/SENT",
                        "2 UNDELIVERED/UNDELIVERED");
    }

    @Test
    void retries_after_bad_receipts_are_bounded_too() {
        Story story = Story.of(policy(OnUnknown.RETRY, OutcomeClass.T2_TRANSIENT), SMS);
        for (int i = 1; i <= 4; i++) {
            story.chosen().accepted("k" + i).undelivered(i, OutcomeClass.T2_TRANSIENT);
        }
        assertThat(story.status()).isEqualTo(Status.UNDELIVERED);
    }

    @Test
    void a_bad_receipt_moves_the_message_to_its_next_channel() {
        Story story = Story.of(RCS, SMS).chosen().accepted("a");
        story.undelivered(1, OutcomeClass.T5_CHANNEL);
        assertThat(story.state()).isEqualTo(new State.Queued());
        assertThat(story.message().step()).isEqualTo(1);
        assertThat(story.chosen().attempt(2).step()).isEqualTo(SMS);
        assertThat(
                        Story.of(RCS, SMS)
                                .chosen()
                                .accepted("a")
                                .undelivered(1, OutcomeClass.T7_DESTINATION)
                                .status())
                .isEqualTo(Status.UNDELIVERED);
    }

    @Test
    void facts_about_attempts_that_never_were_are_ignored() {
        Story.of(SMS)
                .chosen()
                .ignores(new Fact.Attempted(2, UNREACHABLE))
                .ignores(
                        new Fact.Receipt(
                                7, 0, Story.report(Status.DELIVERED, OutcomeClass.T0_ACCEPTED)));
    }

    // Cancel

    @Test
    void canceling_while_an_attempt_is_under_way_lets_it_finish_and_begins_no_other() {
        for (Outcome end :
                List.of(UNREACHABLE, BROKEN, THROTTLED, NOT_SENT, refused(Scope.PAIR_RATE))) {
            Story story = Story.of(RCS, SMS).chosen().told(new Fact.Canceled());
            story.ignores(new Fact.Canceled());
            assertThat(story.answered(end).status()).as("after %s", end).isEqualTo(Status.CANCELED);
        }
        assertThat(Story.of(SMS).chosen().told(new Fact.Canceled()).accepted("a").status())
                .isEqualTo(Status.SENT);
        assertThat(
                        Story.of(RCS, SMS)
                                .chosen()
                                .told(new Fact.Canceled())
                                .answered(refused(Scope.CHANNEL))
                                .status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void a_canceled_message_nobody_knows_about_fails_as_unknown() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).told(new Fact.Canceled()).due();
        assertThat(story.state()).isEqualTo(new State.Failed(Failures.UNKNOWN, START.plus(HOLD)));
        assertThat(story.delivered(1).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void canceling_after_the_handover_stops_what_a_bad_receipt_would_begin() {
        Story story = Story.of(RCS, SMS).chosen().accepted("a").told(new Fact.Canceled());
        assertThat(story.status()).isEqualTo(Status.SENT);
        assertThat(story.undelivered(1, OutcomeClass.T5_CHANNEL).status())
                .isEqualTo(Status.UNDELIVERED);
    }

    @Test
    void a_canceled_message_that_was_delivered_all_the_same_says_so() {
        Story story = Story.of(SMS).chosen().answered(UNKNOWN).due().told(new Fact.Canceled());
        assertThat(story.status()).isEqualTo(Status.CANCELED);
        assertThat(story.accepted("a").status()).isEqualTo(Status.CANCELED);
        assertThat(story.delivered(1).status()).isEqualTo(Status.DELIVERED);
    }

    // What the user is told when there is nobody left

    @Test
    void an_exhausted_message_fails_with_its_last_failure_or_moves_on() {
        Story nobody = Story.of(SMS).told(new Fact.Exhausted());
        assertThat(nobody.state()).isEqualTo(new State.Failed(Failures.EXHAUSTED, START));
        assertThat(nobody.events()).containsExactly("0 FAILED/FAILED");
        Story tried = Story.of(SMS).chosen().answered(UNREACHABLE).told(new Fact.Exhausted());
        assertThat(((State.Failed) tried.state()).failure().code()).isEqualTo(30017);
        Story next = Story.of(RCS, SMS).told(new Fact.Exhausted());
        assertThat(next.state()).isEqualTo(new State.Queued());
        assertThat(next.message().step()).isEqualTo(1);
    }

    @Test
    void every_status_is_in_the_lattice_in_its_place() {
        assertThat(Set.of(Status.values()).stream().sorted().limit(7).collect(Collectors.toList()))
                .containsExactly(
                        Status.SCHEDULED,
                        Status.QUEUED,
                        Status.SENT,
                        Status.UNDELIVERED,
                        Status.FAILED,
                        Status.DELIVERED,
                        Status.READ);
    }
}
