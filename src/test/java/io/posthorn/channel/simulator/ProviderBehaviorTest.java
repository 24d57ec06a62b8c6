package io.posthorn.channel.simulator;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.simulator.Behavior.Answers;
import io.posthorn.channel.simulator.Behavior.Faults;
import io.posthorn.channel.simulator.Behavior.Handsets;
import io.posthorn.channel.simulator.Behavior.Line;
import io.posthorn.channel.simulator.Behavior.Receipts;
import io.posthorn.channel.simulator.Behavior.Silence;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import io.posthorn.message.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The words for behaviour mean the same at every simulated HTTP provider; looked at through the
/// production connectors.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"WHATSAPP", "RCS"})
class ProviderBehaviorTest {
    private static final String PHONE = "+14155550161";
    private static final String OTHER = "+14155550162";

    private final Channel channel;
    private Carriers carriers;
    private Customer customer;

    ProviderBehaviorTest(Channel channel) {
        this.channel = channel;
    }

    @BeforeEach
    void start() throws Exception {
        carriers = Carriers.beside(Smsc.start(Behavior.DEFAULT));
        carriers.start();
        customer = new Customer(carriers, channel);
        await().until(() -> customer.connector.window() > 0);
    }

    @AfterEach
    void stop() {
        carriers.close();
        customer.close();
    }

    private Outcome submit(String phone) throws InterruptedException {
        return customer.submit(phone, "hello");
    }

    private RecordingInbox.Receipt receipt() throws InterruptedException {
        return customer.inbox.receipts.poll(20, SECONDS);
    }

    private void behave(Scope scope, Behavior behavior) {
        carriers.behave(scope, behavior);
    }

    @Test
    void a_limit_is_answered_with_the_time_to_wait() throws Exception {
        behave(
                Scope.EVERYWHERE.on(channel),
                Behavior.DEFAULT.with(
                        Answers.AT_ONCE.throttledAt(1).askingToWait(Duration.ofSeconds(9))));

        assertThat(submit(PHONE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(submit(PHONE))
                .isInstanceOfSatisfying(
                        Outcome.Throttled.class,
                        t -> assertThat(t.retryAfter()).contains(Duration.ofSeconds(9)));
    }

    @Test
    void the_most_specific_behaviour_applies_as_a_whole() throws Exception {
        Behavior failing =
                Behavior.DEFAULT.with(
                        Answers.AT_ONCE.failing(1, channel == Channel.RCS ? 503 : 131000));
        Behavior rejecting = Behavior.DEFAULT.with(rejected());
        behave(Scope.EVERYWHERE, failing);
        assertThat(submit(PHONE)).isInstanceOf(Outcome.Unreachable.class);

        behave(Scope.EVERYWHERE.on(channel), Behavior.DEFAULT);
        assertThat(submit(PHONE)).isInstanceOf(Outcome.Accepted.class);

        behave(Scope.connection(customer.name()), failing);
        assertThat(submit(PHONE)).isInstanceOf(Outcome.Unreachable.class);

        behave(Scope.sender(customer.sender()), Behavior.DEFAULT);
        assertThat(submit(PHONE)).isInstanceOf(Outcome.Accepted.class);

        behave(Scope.phone(PHONE), rejecting);
        assertThat(submit(PHONE)).isInstanceOf(Outcome.Refused.class);
        assertThat(submit(OTHER)).isInstanceOf(Outcome.Accepted.class);

        behave(Scope.phone(PHONE).on(Channel.SMS), failing);
        assertThat(submit(PHONE)).isInstanceOf(Outcome.Refused.class);
    }

    private static Receipts rejected() {
        return Receipts.AT_ONCE.ending(Fate.of(Fate.End.REJECTED, 30007));
    }

    @Test
    void a_silent_provider_takes_what_it_never_answers() throws Exception {
        behave(Scope.phone(PHONE), Behavior.DEFAULT.with(Line.STEADY.silent(Silence.SUBMITS)));

        assertThat(submit(PHONE)).isInstanceOf(Outcome.Unknown.class);
        assertThat(submit(OTHER)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_line_that_is_cut_leaves_the_outcome_open() throws Exception {
        behave(
                Scope.connection(customer.name()),
                Behavior.DEFAULT.with(Line.STEADY.hangingUpAfter(2, Duration.ZERO)));

        assertThat(submit(PHONE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(customer.submit(PHONE, "cut")).isNotInstanceOf(Outcome.Refused.class);
        assertThat(carriers.phones().inbox()).extracting(Received::text).contains("hello");
        assertThat(traffic().totals().unanswered()).isEqualTo(1);
    }

    private Traffic traffic() {
        return channel == Channel.RCS ? carriers.rcs().traffic() : carriers.whatsapp().traffic();
    }

    @Test
    void refused_credentials_break_the_sender_until_they_are_taken_again() throws Exception {
        behave(
                Scope.connection(customer.name()),
                Behavior.DEFAULT.with(Line.STEADY.refusingCredentials()));
        assertThat(submit(PHONE)).isInstanceOf(Outcome.SenderBroken.class);

        carriers.resetBehaviors();

        assertThat(submit(PHONE)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void receipts_may_be_repeated_or_missing() throws Exception {
        behave(
                Scope.phone(PHONE),
                Behavior.DEFAULT.with(Receipts.AT_ONCE.with(Faults.repeated(1))));
        behave(Scope.phone(OTHER), Behavior.DEFAULT.with(Receipts.AT_ONCE.with(Faults.missing(1))));

        submit(OTHER);
        submit(PHONE);

        assertThat(receipt().from()).endsWith(PHONE.substring(1));
        assertThat(receipt().from()).endsWith(PHONE.substring(1));
        assertThat(carriers.phones().inbox()).hasSize(2);
        assertThat(customer.inbox.receipts.poll(200, MILLISECONDS)).isNull();
    }

    @Test
    void a_receipt_may_come_before_the_answer() throws Exception {
        behave(
                Scope.phone(PHONE),
                Behavior.DEFAULT.with(
                        Receipts.AT_ONCE.with(Faults.early(1, Duration.ofMillis(300)))));

        assertThat(submit(PHONE)).isInstanceOf(Outcome.Accepted.class);

        assertThat(receipt().report().status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void what_a_phone_does_not_get_is_reported() throws Exception {
        behave(
                Scope.phone(PHONE),
                Behavior.DEFAULT.with(
                        Receipts.AT_ONCE.ending(Fate.of(Fate.End.UNDELIVERED, 30003))));

        submit(PHONE);

        assertThat(receipt().report().status()).isEqualTo(Status.UNDELIVERED);
        assertThat(carriers.phones().inbox()).isEmpty();
    }

    @Test
    void what_is_delivered_late_is_on_the_phone_no_sooner() throws Exception {
        behave(
                Scope.phone(PHONE),
                Behavior.DEFAULT.with(Receipts.AT_ONCE.after(Delay.ofMillis(300, 300))));

        submit(PHONE);

        assertThat(carriers.phones().inbox()).isEmpty();
        assertThat(receipt().report().status()).isEqualTo(Status.DELIVERED);
        assertThat(carriers.phones().inbox()).hasSize(1);
    }

    @Test
    void phones_read_what_they_get_at_once_or_when_told() throws Exception {
        behave(
                Scope.phone(PHONE),
                Behavior.DEFAULT.with(Handsets.MODERN.reading(1, Delay.ofMillis(10, 20))));
        submit(PHONE);
        assertThat(List.of(receipt().report().status(), receipt().report().status()))
                .as("in whichever order its calls come")
                .containsExactlyInAnyOrder(Status.DELIVERED, Status.READ);

        submit(OTHER);
        assertThat(receipt().report().status()).isEqualTo(Status.DELIVERED);
        Received there = carriers.phones().inbox(Phones.Filter.to(OTHER)).getFirst();
        assertThat(there.readAt()).isEmpty();

        assertThat(carriers.read(there)).isTrue();

        assertThat(receipt().report().status()).isEqualTo(Status.READ);
        assertThat(carriers.phones().inbox(Phones.Filter.to(OTHER)).getFirst().readAt())
                .isPresent();
    }

    @Test
    void a_tap_brings_the_words_and_the_data_of_the_suggestion() throws Exception {
        customer.submit(PHONE, module());
        Received there = carriers.phones().inbox().getFirst();
        assertThat(there.text()).isEqualTo("Coming?");
        assertThat(there.screen().content()).contains("Coming?");
        assertThat(there.screen().suggestions())
                .extracting(Suggestion::text)
                .containsExactly("Yes", "No");

        assertThat(carriers.tap(there, there.screen().suggestions().getLast())).isTrue();

        var inbound = customer.inbox.inbound.poll(20, SECONDS);
        assertThat(inbound.text()).isEqualTo("No");
        assertThat(inbound.from()).isEqualTo(PHONE);
    }

    private Content module() {
        String json =
                channel == Channel.RCS
                        ? """
                        {"text": "Coming?", "suggestions": [
                          {"reply": {"text": "Yes", "postbackData": "yes-1"}},
                          {"reply": {"text": "No", "postbackData": "no-1"}}]}\
                        """
                        : """
                        {"type": "interactive", "interactive": {"type": "button",
                          "body": {"text": "Coming?"}, "action": {"buttons": [
                            {"type": "reply", "reply": {"id": "yes-1", "title": "Yes"}},
                            {"type": "reply", "reply": {"id": "no-1", "title": "No"}}]}}}\
                        """;
        return new Content.Modules(Map.of(channel, new Content.Module(Optional.empty(), json)));
    }

    @Test
    void a_hostile_answer_is_no_answer() throws Exception {
        for (Hostility how : Hostility.values()) {
            behave(Scope.phone(PHONE), Behavior.DEFAULT.with(Line.STEADY.attacking(how, 1)));

            assertThat(customer.submit(PHONE, "after " + how))
                    .as("%s", how)
                    .isInstanceOfAny(Outcome.Unknown.class, Outcome.Accepted.class);
        }
    }
}
