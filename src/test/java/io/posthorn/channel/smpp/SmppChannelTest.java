package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.ConnectorContract;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Fate;
import io.posthorn.channel.simulator.Hostility;
import io.posthorn.channel.simulator.IdDialect;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Segments.Concatenation;
import io.posthorn.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The SMPP connector against the simulated SMSC, which speaks the real protocol.
class SmppChannelTest extends ConnectorContract {
    private static final String PHONE = "+15005550006";

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stopCallers() {
        callers.shutdownNow();
    }

    @Override
    protected Channel channel() {
        return Channel.SMS;
    }

    @Override
    protected Provider provide() {
        return new SmscProvider(Smsc.start(Behavior.DEFAULT));
    }

    @Override
    protected Connector open(Provider provider, Inbox inbox) {
        return connect(((SmscProvider) provider).smsc, inbox, Map.of());
    }

    private record SmscProvider(Smsc smsc) implements Provider {
        @Override
        public void willAccept() {
            smsc.behave(Behavior.DEFAULT);
        }

        @Override
        public void willThrottle() {
            answering(CommandStatus.ESME_RTHROTTLED);
        }

        @Override
        public void willRefuse() {
            answering(CommandStatus.ESME_RINVDSTADR);
        }

        @Override
        public void willFail() {
            answering(CommandStatus.ESME_RSYSERR);
        }

        private void answering(CommandStatus status) {
            smsc.behave(Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.failing(1, status.code())));
        }

        @Override
        public void willHangUpAfterReading() {
            line(1, Duration.ZERO);
        }

        private void line(int submits, Duration refuse) {
            smsc.behave(
                    Behavior.DEFAULT.with(Behavior.Line.STEADY.hangingUpAfter(submits, refuse)));
        }

        @Override
        public void goDown() {
            smsc.stop();
        }

        @Override
        public void comeBack() {
            smsc.start();
        }

        @Override
        public void close() {
            smsc.close();
        }
    }

    @Test
    void being_denied_is_told_with_its_reason() {
        smsc().behave(
                        Behavior.DEFAULT.with(
                                Behavior.Line.STEADY.hangingUpAfter(0, Duration.ofMinutes(1))));

        soon().until(() -> inbox.state() == Inbox.State.DISCONNECTED);
        assertThat(inbox.lastChange().reason()).isNotEmpty();
        assertThat(connector.window()).isZero();
    }

    private Smsc smsc() {
        return ((SmscProvider) provider).smsc;
    }

    private static Connector connect(Smsc smsc, Inbox inbox, Map<String, String> more) {
        return connect(smsc, inbox, more, OptionalDouble.empty());
    }

    private static Connector connect(
            Smsc smsc, Inbox inbox, Map<String, String> more, OptionalDouble throughput) {
        Map<String, String> settings = new HashMap<>();
        settings.put("host", "localhost");
        settings.put("port", Integer.toString(smsc.port()));
        settings.put("systemId", "acme");
        settings.put("password", "secret");
        settings.putAll(more);
        Connection connection =
                new Connection(
                        new ConnectionId(1),
                        "account",
                        "carrier",
                        "SMPP",
                        settings,
                        throughput,
                        Instant.EPOCH,
                        Instant.EPOCH);
        return new SmppChannel(Time.system()).open(connection, inbox);
    }

    @Test
    void a_wrong_password_is_the_reason_operators_see() {
        RecordingInbox denied = new RecordingInbox();
        Smsc.Settings strict = Smsc.Settings.DEFAULT.withPasswords(Map.of("acme", "other"));
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT, strict);
                Connector ignored = connect(smsc, denied, Map.of())) {
            soon().until(() -> denied.state() == Inbox.State.DISCONNECTED);

            assertThat(denied.lastChange().reason()).isEqualTo("ESME_RINVPASWD");
            assertThat(ignored.window()).isZero();
        }
    }

    @Test
    void a_submit_asks_for_a_receipt_and_tells_how_long_the_message_is_worth_sending()
            throws Exception {
        TestSmsc smsc = new TestSmsc();
        try (smsc;
                Connector other = connect(smsc, Map.of("serviceType", "OTP"))) {
            soon().until(() -> other.window() > 0);
            Future<Outcome> outcome = callers.submit(() -> other.submit(message(PHONE, BODY)));

            Incoming incoming = smsc.requests.take();
            ShortMessage submitted = ((Pdu.SubmitSm) incoming.request()).message();

            assertThat(submitted.registeredDelivery()).isEqualTo(1);
            assertThat(submitted.validityPeriod()).matches("00000000595\\d000R");
            assertThat(submitted.serviceType()).isEqualTo("OTP");
            assertThat(submitted.source()).isEqualTo(new SmeAddress(1, 1, "15005550000"));
            assertThat(submitted.destination()).isEqualTo(new SmeAddress(1, 1, "15005550006"));
            incoming.answer(CommandStatus.ESME_RINVDSTADR);
            assertThat(outcome.get()).isInstanceOf(Outcome.Refused.class);
        }
    }

    private Connector connect(TestSmsc smsc, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("port", Integer.toString(smsc.endpoint().port()));
        return connect(smsc(), inbox, settings);
    }

    @ParameterizedTest
    @CsvSource({"TRANSCEIVER, 1, 1", "TRANSCEIVER, 3, 3", "TRANSMITTER_RECEIVER, 2, 4"})
    void as_many_sessions_are_bound_as_asked_for(String mode, int binds, int sessions)
            throws Exception {
        RecordingInbox mail = new RecordingInbox();
        Map<String, String> settings = Map.of("bindMode", mode, "binds", Integer.toString(binds));
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Connector many = connect(smsc, mail, settings)) {
            soon().until(() -> smsc.sessions("acme") == sessions);
            soon().until(() -> many.window() > 0);

            mail.sent(PHONE, keys(many.submit(message(PHONE, BODY))));
            assertThat(mail.receipts.take().key()).isNotNull();
        }
    }

    @Test
    void all_sessions_unbind_when_the_connector_closes() {
        connector.close();

        soon().until(() -> smsc().sessions("acme") == 0);
    }

    @ParameterizedTest
    @EnumSource(Concatenation.class)
    void a_long_message_arrives_whole(Concatenation how) throws Exception {
        String text = "Grüße aus Köln, 5 € {das} ist lang. 😀".repeat(12);
        try (Connector other = connect(smsc(), inbox, Map.of("longMessages", how.name()))) {
            soon().until(() -> other.window() > 0);
            Outcome outcome = other.submit(message(PHONE, text));

            Received received = received(PHONE);
            assertThat(received.text()).isEqualTo(text);
            assertThat(keys(outcome)).hasSize(received.parts());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Alphabet.class,
            names = {"GSM7", "GSM7_PACKED", "LATIN1", "ASCII", "UTF8"})
    void a_carriers_default_alphabet_is_spoken(Alphabet alphabet) throws Exception {
        String text = "@£$ Grüße {5} €, Δ: na so was. ".repeat(9);
        MessageCoding coding = new MessageCoding(alphabet, Concatenation.UDH8);
        Smsc.Settings settings = Smsc.Settings.DEFAULT.withCoding(coding);
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT, settings);
                Connector other =
                        connect(smsc, inbox, Map.of("defaultAlphabet", alphabet.name()))) {
            soon().until(() -> other.window() > 0);
            other.submit(message(PHONE, text));

            assertThat(
                            smsc.phones()
                                    .await(Phones.Filter.to(PHONE), Duration.ofSeconds(10))
                                    .getFirst()
                                    .text())
                    .isEqualTo(text);
        }
    }

    private Received received(String phone) throws InterruptedException {
        return smsc().phones().await(Phones.Filter.to(phone), Duration.ofSeconds(10)).getFirst();
    }

    static Stream<Arguments> receiptMatrix() {
        return Stream.of(IdDialect.values())
                .flatMap(ids ->
                        Stream.of(Behavior.Place.values())
                                .flatMap(place ->
                                        Stream.of(0.0, 1.0)
                                                .map(early -> Arguments.of(ids, place, early))));
    }

    @ParameterizedTest
    @MethodSource("receiptMatrix")
    void every_receipt_finds_its_message(IdDialect ids, Behavior.Place place, double early)
            throws Exception {
        Duration lead = Duration.ofMillis(20);
        smsc().behave(
                        Behavior.DEFAULT.with(
                                Behavior.Receipts.AT_ONCE
                                        .written(ids, place)
                                        .with(Behavior.Faults.early(early, lead))));
        int messages = 60;
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            String phone = phone(i);
            sent.add(callers.submit(() -> submitTo(phone)));
        }

        for (int i = 0; i < messages; i++) {
            RecordingInbox.Receipt receipt = inbox.receipts.take();
            assertThat(receipt.key()).as("%s", receipt).isNotNull();
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }

    private Void submitTo(String phone) throws InterruptedException {
        inbox.sent(phone, keys(connector.submit(message(phone, BODY))));
        return null;
    }

    private static String phone(int i) {
        return "+1555010%04d".formatted(i);
    }

    @ParameterizedTest
    @CsvSource({
        "UNDELIVERED, 30003, UNDELIVERED, 30003, T5_CHANNEL",
        "UNDELIVERED, 30005, UNDELIVERED, 30005, T7_DESTINATION",
        "UNDELIVERED, 30007, UNDELIVERED, 30007, T6_CONTENT",
        "UNDELIVERED, 69, UNDELIVERED, 30008, T5_CHANNEL",
        "REJECTED, 0, UNDELIVERED, 30007, T6_CONTENT",
        "EXPIRED, 0, UNDELIVERED, 30003, T8_EXPIRED",
        "DELETED, 0, UNDELIVERED, 30008, T5_CHANNEL"
    })
    void a_bad_receipt_says_why(
            Fate.End end, int error, Status status, int code, OutcomeClass outcome)
            throws Exception {
        smsc().behave(
                        Behavior.DEFAULT.with(
                                Behavior.Receipts.AT_ONCE.ending(new Fate(end, error, 1))));
        submitTo(phone(1));

        var report = inbox.receipts.take().report();
        assertThat(report.status()).isEqualTo(status);
        assertThat(report.failure().orElseThrow().code()).isEqualTo(code);
        assertThat(report.outcome()).isEqualTo(outcome);
    }

    @Test
    void a_submit_without_an_answer_is_unknown_and_its_late_answer_is_told() throws Exception {
        try (TestSmsc smsc = new TestSmsc();
                Connector hasty = connect(smsc, Map.of("responseTimeoutSeconds", "1"))) {
            soon().until(() -> hasty.window() > 0);
            Outcome outcome = hasty.submit(message(PHONE, BODY));
            assertThat(outcome).isInstanceOf(Outcome.Unknown.class);

            smsc.requests.take().answer(new Pdu.SubmitSmResp(0, "0abc", Tlvs.NONE));

            RecordingInbox.Late late = inbox.late.take();
            assertThat(late.attempt()).isEqualTo(1);
            assertThat(late.outcome()).isEqualTo(new Outcome.Accepted(List.of("ABC")));
        }
    }

    @Test
    void parts_that_were_throttled_are_sent_again_and_no_other() throws Exception {
        List<String> taken = new ArrayList<>();
        List<Boolean> throttled = new ArrayList<>(List.of(false, true, true, false, false));
        try (TestSmsc smsc = new TestSmsc();
                Connector other = connect(smsc, Map.of())) {
            smsc.behaving(incoming -> {
                if (!throttled.isEmpty() && throttled.removeFirst()) {
                    incoming.answer(CommandStatus.ESME_RTHROTTLED);
                } else {
                    ShortMessage part = ((Pdu.SubmitSm) incoming.request()).message();
                    int number = MessageCoding.partOf(part).orElseThrow().number();
                    taken.add("part " + number);
                    incoming.answer(new Pdu.SubmitSmResp(0, "id" + number, Tlvs.NONE));
                }
            });
            soon().until(() -> other.window() > 0);

            Outcome outcome = other.submit(message(PHONE, "a".repeat(400)));

            assertThat(outcome).isEqualTo(new Outcome.Accepted(List.of("ID1", "ID2", "ID3")));
            assertThat(taken).containsExactlyInAnyOrder("part 1", "part 2", "part 3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostile_octets_never_stop_the_connectors_recovery(Hostility kind) throws Exception {
        smsc().behave(Behavior.DEFAULT.with(Behavior.Line.STEADY.attacking(kind, 1)));
        assertThat(connector.submit(message(PHONE, BODY))).isNotNull();
        smsc().behave(Behavior.DEFAULT);

        soon().until(() -> connector.window() > 0);
        soon().untilAsserted(() ->
                assertThat(connector.submit(message(PHONE, BODY)))
                        .isInstanceOf(Outcome.Accepted.class));
    }

    @Test
    void a_phones_message_reaches_the_inbox_whole() throws Exception {
        connector.submit(message(PHONE, BODY));
        String text = "Das ist eine lange Antwort mit Ümläuten. ".repeat(8);

        assertThat(smsc().reply(PHONE, "+15005550000", text)).isTrue();

        assertThat(inbox.inbound.take())
                .isEqualTo(
                        new Inbound(
                                Channel.SMS,
                                Optional.empty(),
                                PHONE,
                                "+15005550000",
                                text,
                                List.of()));
    }

    @Test
    void the_window_is_the_configured_one_for_each_session() {
        Map<String, String> settings = Map.of("window", "7", "binds", "2");
        try (Connector other = connect(smsc(), inbox, settings)) {
            soon().untilAsserted(() -> assertThat(other.window()).isEqualTo(14));
        }
    }

    /// The distinction everything else stands on: what is said never to have left was never seen.
    @Test
    void whatever_breaks_only_unknown_outcomes_are_in_doubt() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("cut connections seed " + seed);
        Random random = new Random(seed);
        Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        try (Connector three = connect(smsc(), inbox, Map.of("binds", "3", "window", "20"))) {
            soon().until(() -> smsc().sessions("acme") == 4);
            List<Future<?>> load = new ArrayList<>();
            for (int caller = 0; caller < 60; caller++) {
                int number = caller;
                load.add(
                        callers.submit(
                                () -> submitUntil(over, three, "caller " + number, outcomes)));
            }
            for (int cut = 0; cut < 5; cut++) {
                hangUpAfter(random.nextInt(200));
                int before = outcomes.size();
                soon().until(() -> outcomes.size() > before + 300);
                smsc().behave(Behavior.DEFAULT);
            }
            over.set(true);
            for (Future<?> each : load) {
                each.get();
            }
        }

        Map<String, Long> seen =
                smsc().traffic().submits().stream()
                        .collect(Collectors.groupingBy(Submitted::text, Collectors.counting()));
        outcomes.forEach((text, outcome) -> {
            long copies = seen.getOrDefault(text, 0L);
            switch (outcome) {
                case Outcome.Accepted _ -> assertThat(copies).as(text).isEqualTo(1);
                case Outcome.NotSent _ -> assertThat(copies).as(text).isZero();
                case Outcome.Unknown _ -> assertThat(copies).as(text).isBetween(0L, 1L);
                case Outcome.Throttled _,
                        Outcome.Unreachable _,
                        Outcome.SenderBroken _,
                        Outcome.Refused _ ->
                        throw new AssertionError(outcome.toString());
            }
        });
        assertThat(outcomes.values()).anyMatch(outcome -> outcome instanceof Outcome.Unknown);
    }

    private void hangUpAfter(int submits) {
        Behavior.Line line = Behavior.Line.STEADY.hangingUpAfter(submits, Duration.ZERO);
        smsc().behave(Behavior.DEFAULT.with(line));
    }

    private Void submitUntil(
            AtomicBoolean over, Connector by, String name, Map<String, Outcome> outcomes)
            throws InterruptedException {
        for (int i = 0; !over.get(); i++) {
            String text = name + " message " + i;
            outcomes.put(text, by.submit(message(phone(i), text)));
            if (by.window() == 0) {
                soon().until(() -> by.window() > 0);
            }
        }
        return null;
    }
}
