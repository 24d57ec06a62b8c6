package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posthorn.AdjustableTime;
import io.posthorn.channel.smpp.BindRefused;
import io.posthorn.channel.smpp.BindRole;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.PduCodec;
import io.posthorn.channel.smpp.Reply;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.channel.smpp.Tlv;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmscBehaviorTest {

    @Test
    void no_second_takes_more_than_the_limit() throws Exception {
        Behavior limited = Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.throttledAt(50));
        try (Smsc smsc = Smsc.start(limited);
                Esme esme = Esme.bind(smsc, "acme")) {
            List<Pdu.Response> answers = esme.submitAll(messages(200));

            assertThat(answers.subList(0, 50)).allMatch(Pdu.Response::ok);
            assertThat(smsc.traffic().peakPerSecond("+15550100001")).isEqualTo(50);
            assertThat(answers)
                    .filteredOn(answer -> !answer.ok())
                    .extracting(Pdu.Response::status)
                    .containsOnly(CommandStatus.ESME_RTHROTTLED.code());
            assertThat(smsc.traffic().totals().throttled())
                    .isEqualTo(smsc.traffic().submits(submit -> !submit.accepted()).size());
        }
    }

    @Test
    void the_same_seed_brings_the_same_fates() throws Exception {
        Behavior mixed =
                Behavior.DEFAULT
                        .with(Behavior.Answers.AT_ONCE.failing(0.2, 0x0401))
                        .with(
                                Behavior.Receipts.AT_ONCE.ending(
                                        Fate.DELIVERED,
                                        new Fate(Fate.End.UNDELIVERED, 30003, 0.5),
                                        new Fate(Fate.End.EXPIRED, 0, 0.5)));

        List<String> once = history(mixed.withSeed(7));

        assertThat(history(mixed.withSeed(7))).isEqualTo(once);
        assertThat(history(mixed.withSeed(8))).isNotEqualTo(once);
        assertThat(once).anyMatch(line -> line.contains("stat:UNDELIV err:30003"));
        assertThat(once).anyMatch(line -> line.contains("stat:EXPIRED"));
        assertThat(once).anyMatch(line -> line.equals("status 1025"));
    }

    private static List<String> history(Behavior behavior) throws Exception {
        List<String> history = new ArrayList<>();
        try (Smsc smsc = Smsc.start(behavior);
                Esme esme = Esme.bind(smsc, "acme")) {
            for (int i = 0; i < 60; i++) {
                Pdu.SubmitSmResp answer = esme.submit(Esme.PHONE, "n");
                history.add(
                        answer.ok()
                                ? text(esme.delivered()).replaceAll("id:\\d+|date:\\d+", "")
                                : "status " + answer.status());
            }
        }
        return history;
    }

    @ParameterizedTest
    @EnumSource(IdDialect.class)
    void the_receipt_names_the_message_in_its_dialect(IdDialect dialect) throws Exception {
        Behavior behavior =
                Behavior.DEFAULT.with(
                        Behavior.Receipts.AT_ONCE.written(dialect, Behavior.Place.BOTH));
        try (Smsc smsc = Smsc.start(behavior);
                Esme esme = Esme.bind(smsc, "acme")) {
            String answered = esme.submit(Esme.PHONE, "x").messageId();
            ShortMessage receipt = esme.delivered();
            String reported = receipt.tlvs().find(Tlv.RECEIPTED_MESSAGE_ID).orElseThrow().cString();

            assertThat(text(receipt)).startsWith("id:" + reported + " ");
            boolean alike = dialect == IdDialect.SAME_DECIMAL || dialect == IdDialect.SAME_HEX;
            assertThat(reported.equals(answered)).isEqualTo(alike);
        }
    }

    @Test
    void a_receipt_is_where_the_place_says() throws Exception {
        try (Smsc smsc = Smsc.start(written(Behavior.Place.TEXT));
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(Esme.PHONE, "x");
            assertThat(esme.delivered().tlvs().list()).isEmpty();

            smsc.behave(written(Behavior.Place.TLV));
            esme.submit(Esme.PHONE, "x");
            ShortMessage receipt = esme.delivered();
            assertThat(receipt.shortMessage().size()).isZero();
            assertThat(receipt.tlvs().find(Tlv.MESSAGE_STATE).orElseThrow().value().number())
                    .isEqualTo(2);
        }
    }

    private static Behavior written(Behavior.Place place) {
        return Behavior.DEFAULT.with(
                Behavior.Receipts.AT_ONCE.written(IdDialect.SAME_DECIMAL, place));
    }

    @Test
    void a_receipt_can_come_before_the_answer_twice_or_never() throws Exception {
        try (Smsc smsc = Smsc.start(faulty(Behavior.Faults.early(1, Duration.ofMillis(300))));
                Esme esme = Esme.bind(smsc, "acme")) {
            Pdu.SubmitSmResp answer = esme.submit(Esme.PHONE, "x");
            assertThat(esme.deliveries()).isEqualTo(1);
            assertThat(text(esme.delivered())).startsWith("id:" + answer.messageId());

            smsc.behave(faulty(Behavior.Faults.repeated(1)));
            esme.submit(Esme.PHONE, "x");
            assertThat(text(esme.delivered())).isEqualTo(text(esme.delivered()));

            smsc.behave(faulty(Behavior.Faults.missing(1)));
            assertThat(esme.submit(Esme.PHONE, "x").ok()).isTrue();
            assertThat(smsc.traffic().totals().receiptsSent()).isEqualTo(3);
        }
    }

    private static Behavior faulty(Behavior.Faults faults) {
        return Behavior.DEFAULT.with(Behavior.Receipts.AT_ONCE.with(faults));
    }

    @Test
    void answers_and_receipts_take_their_time() throws Exception {
        Behavior slow =
                Behavior.DEFAULT
                        .with(Behavior.Answers.AT_ONCE.after(Delay.of(Duration.ofMillis(100))))
                        .with(Behavior.Receipts.AT_ONCE.after(Delay.of(Duration.ofHours(1))));
        AdjustableTime time = new AdjustableTime(InstantSource.system());
        try (Smsc smsc = Smsc.start(slow, Smsc.Settings.DEFAULT, time);
                Esme esme = Esme.bind(smsc, "acme")) {
            Reply reply = esme.reply(new Pdu.SubmitSm(Esme.message(Esme.PHONE, "x")));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Answered.class,
                            answered ->
                                    assertThat(answered.after())
                                            .isGreaterThanOrEqualTo(Duration.ofMillis(100)));
            assertThat(smsc.phones().inbox()).isEmpty();

            time.advance(Duration.ofHours(1));

            assertThat(text(esme.delivered())).contains("stat:DELIVRD");
            assertThat(smsc.phones().inbox()).hasSize(1);
        }
    }

    @Test
    void the_most_specific_behaviour_applies() throws Exception {
        try (Smsc smsc = Smsc.start(refusing(1));
                Esme acme = Esme.bind(smsc, "acme");
                Esme other = Esme.bind(smsc, "other")) {
            smsc.behave(Scope.connection("acme"), refusing(2));
            smsc.behave(Scope.sender("+15550100009"), refusing(3));
            ShortMessage special =
                    ShortMessage.of(
                            new SmeAddress(1, 1, "15550100009"),
                            Esme.PHONE,
                            0,
                            Esme.message(Esme.PHONE, "x").shortMessage());

            assertThat(other.submit(Esme.PHONE, "x").status()).isEqualTo(1);
            assertThat(acme.submit(Esme.PHONE, "x").status()).isEqualTo(2);
            assertThat(acme.submit(special).status()).isEqualTo(3);
            assertThat(smsc.behaviors()).hasSize(3);

            smsc.resetBehaviors();
            assertThat(acme.submit(special).status()).isEqualTo(1);
        }
    }

    private static Behavior refusing(int status) {
        return Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.failing(1, status));
    }

    @Test
    void a_silent_carrier_answers_no_submit_but_stays_alive() throws Exception {
        try (Smsc smsc = Smsc.start(silent(Behavior.Silence.SUBMITS));
                Esme esme = Esme.bind(smsc, "acme")) {
            assertThat(esme.reply(new Pdu.SubmitSm(Esme.message(Esme.PHONE, "x"))))
                    .isInstanceOf(Reply.TimedOut.class);
            assertThat(esme.reply(new Pdu.EnquireLink())).isInstanceOf(Reply.Answered.class);
            assertThat(smsc.traffic().totals().unanswered()).isEqualTo(1);
            assertThat(smsc.traffic().totals().inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Behavior.Silence.class,
            names = {"EVERYTHING", "READS"})
    void a_dead_carrier_does_not_even_say_that_it_is_alive(Behavior.Silence silence)
            throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            smsc.behave(silent(silence));
            assertThat(esme.reply(new Pdu.EnquireLink())).isInstanceOf(Reply.TimedOut.class);

            smsc.resetBehaviors();
            assertThat(esme.submit(Esme.PHONE, "awake").ok()).isTrue();
        }
    }

    @Test
    void what_was_to_be_delivered_in_silence_comes_after_it() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(Esme.message(Esme.PHONE, "x").withRegisteredDelivery(0));
            smsc.behave(silent(Behavior.Silence.EVERYTHING));
            smsc.reply("+15550200001", "+15550100001", "anybody?");
            assertThat(esme.reply(new Pdu.EnquireLink())).isInstanceOf(Reply.TimedOut.class);
            assertThat(esme.deliveries()).isZero();

            smsc.resetBehaviors();
            assertThat(text(esme.delivered())).isEqualTo("anybody?");
        }
    }

    private static Behavior silent(Behavior.Silence silence) {
        return Behavior.DEFAULT.with(Behavior.Line.STEADY.silent(silence));
    }

    @Test
    void a_session_is_cut_at_its_nth_submit_and_binds_are_refused_for_a_while() throws Exception {
        Behavior.Line line = Behavior.Line.STEADY.hangingUpAfter(3, Duration.ofHours(1));
        AdjustableTime time = new AdjustableTime(InstantSource.system());
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT.with(line), Smsc.Settings.DEFAULT, time);
                Esme esme = Esme.bind(smsc, "acme")) {
            assertThat(esme.submit(Esme.PHONE, "one").ok()).isTrue();
            assertThat(esme.submit(Esme.PHONE, "two").ok()).isTrue();
            assertThat(esme.reply(new Pdu.SubmitSm(Esme.message(Esme.PHONE, "three"))))
                    .isInstanceOf(Reply.LostAfterWrite.class);
            assertThat(esme.endsSoon()).isTrue();
            assertThatThrownBy(() -> Esme.bind(smsc, "acme"))
                    .isInstanceOfSatisfying(
                            BindRefused.class,
                            refused ->
                                    assertThat(refused.status())
                                            .isEqualTo(CommandStatus.ESME_RBINDFAIL.code()));

            time.advance(Duration.ofHours(1));
            Esme.bind(smsc, "acme").close();
        }
    }

    @Test
    void one_connection_can_be_cut_at_once() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme acme = Esme.bind(smsc, "acme");
                Esme other = Esme.bind(smsc, "other")) {
            smsc.behave(
                    Scope.connection("acme"),
                    Behavior.DEFAULT.with(Behavior.Line.STEADY.hangingUpAfter(0, Duration.ZERO)));

            assertThat(acme.endsSoon()).isTrue();
            assertThat(other.submit(Esme.PHONE, "untouched").ok()).isTrue();
            try (Esme again = Esme.bind(smsc, "acme")) {
                assertThat(again.submit(Esme.PHONE, "back").ok()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Hostility.class,
            names = {"GARBAGE", "TRUNCATED", "OVERSIZED"})
    void octets_without_a_frame_end_the_session(Hostility kind) throws Exception {
        try (Smsc smsc = Smsc.start(attacking(kind));
                Esme esme = Esme.bind(smsc, "acme")) {
            assertThat(esme.reply(new Pdu.SubmitSm(Esme.message(Esme.PHONE, "x"))))
                    .isInstanceOf(Reply.LostAfterWrite.class);
            assertThat(esme.endsSoon()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Hostility.class,
            names = {"UNKNOWN_COMMAND", "MALFORMED_BODY"})
    void framed_nonsense_does_not(Hostility kind) throws Exception {
        try (Smsc smsc = Smsc.start(attacking(kind));
                Esme esme = Esme.bind(smsc, "acme")) {
            assertThat(esme.submit(Esme.PHONE, "x").ok()).isTrue();
        }
    }

    private static Behavior attacking(Hostility kind) {
        return Behavior.DEFAULT.with(Behavior.Line.STEADY.attacking(kind, 1));
    }

    @Test
    void hostile_customers_are_answered_and_hurt_nobody_else() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme");
                Socket hostile = new Socket(InetAddress.getLoopbackAddress(), smsc.port())) {
            hostile.setSoTimeout(10_000);
            hostile.getOutputStream().write(pdu(16, 0x0777, 1)); // unknown
            hostile.getOutputStream().write(pdu(16, 0x00000004, 2)); // submit_sm, no body
            hostile.getOutputStream().write(pdu(17, 0x00000015, 3)); // odd, but framed
            hostile.getOutputStream().write(new byte[1]);
            hostile.getOutputStream().write(pdu(Integer.MAX_VALUE, 0x00000015, 4));

            byte[] answers = hostile.getInputStream().readAllBytes(); // to the end it makes
            assertThat(statuses(answers))
                    .containsExactly(
                            CommandStatus.ESME_RINVCMDID.code(),
                            CommandStatus.ESME_RINVCMDLEN.code(),
                            CommandStatus.ESME_ROK.code(),
                            CommandStatus.ESME_RINVCMDLEN.code());
            assertThat(esme.submit(Esme.PHONE, "still here").ok()).isTrue();
        }
    }

    @Test
    void nothing_but_a_bind_is_taken_before_the_bind() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), smsc.port())) {
            Pdu.SubmitSm early = new Pdu.SubmitSm(Esme.message(Esme.PHONE, "x"));
            Pdu.Bind bind = Esme.request("acme", "secret", BindRole.TRANSCEIVER);
            socket.getOutputStream().write(PduCodec.encode(1, early));
            socket.getOutputStream().write(PduCodec.encode(2, bind));
            socket.getOutputStream().write(PduCodec.encode(3, bind));
            socket.getOutputStream().write(PduCodec.encode(4, new Pdu.Unbind()));

            assertThat(statuses(socket.getInputStream().readAllBytes()))
                    .containsExactly(
                            CommandStatus.ESME_RINVBNDSTS.code(),
                            CommandStatus.ESME_ROK.code(),
                            CommandStatus.ESME_RALYBND.code(),
                            CommandStatus.ESME_ROK.code());
            assertThat(smsc.traffic().submits()).isEmpty();
        }
    }

    private static byte[] pdu(int length, int command, int sequence) {
        return ByteBuffer.allocate(16)
                .putInt(length)
                .putInt(command)
                .putInt(0)
                .putInt(sequence)
                .array();
    }

    private static List<Integer> statuses(byte[] octets) {
        List<Integer> statuses = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        while (buffer.hasRemaining()) {
            int start = buffer.position();
            statuses.add(buffer.getInt(start + 8));
            buffer.position(start + buffer.getInt(start));
        }
        return statuses;
    }

    @Test
    void magic_numbers_have_a_fate_of_their_own() throws Exception {
        AdjustableTime time = new AdjustableTime(InstantSource.system());
        try (Smsc smsc = Smsc.start(refusingNobody(), Smsc.Settings.DEFAULT, time);
                Esme esme = Esme.bind(smsc, "acme")) {
            assertThat(submit(esme, MagicNumber.INVALID).status())
                    .isEqualTo(CommandStatus.ESME_RINVDSTADR.code());
            assertThat(outcome(esme, MagicNumber.DELIVERED_AT_ONCE)).contains("DELIVRD err:000");
            assertThat(outcome(esme, MagicNumber.NOT_MOBILE)).contains("UNDELIV err:30006");
            assertThat(outcome(esme, MagicNumber.UNREACHABLE)).contains("UNDELIV err:30003");
            assertThat(outcome(esme, MagicNumber.CONTENT_REJECTED)).contains("REJECTD err:30007");
            assertThat(outcome(esme, MagicNumber.NOT_RCS_CAPABLE)).contains("DELIVRD err:000");
            assertThat(outcome(esme, MagicNumber.EARLY_RECEIPT)).contains("DELIVRD err:000");
            assertThat(submit(esme, MagicNumber.NO_RECEIPT).ok()).isTrue();
            assertThat(esme.reply(new Pdu.SubmitSm(message(MagicNumber.NO_ANSWER))))
                    .isInstanceOf(Reply.TimedOut.class);

            submit(esme, MagicNumber.DELIVERED_LATER);
            time.advance(Duration.ofSeconds(2));
            assertThat(text(esme.delivered())).contains("DELIVRD err:000");
        }
    }

    @Test
    void a_message_for_the_throttling_number_gets_through_at_the_fourth_try() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                statuses.add(submit(esme, MagicNumber.THROTTLED).status());
            }
            assertThat(statuses).containsExactly(0x58, 0x58, 0x58, 0);
            await().until(() -> smsc.phones().count() == 1);
        }
    }

    private static Behavior refusingNobody() {
        return Behavior.DEFAULT.with(
                Behavior.Receipts.AT_ONCE.ending(Fate.of(Fate.End.DELETED, 1)));
    }

    private static String outcome(Esme esme, MagicNumber number) throws InterruptedException {
        assertThat(submit(esme, number).ok()).isTrue();
        return text(esme.delivered());
    }

    private static Pdu.SubmitSmResp submit(Esme esme, MagicNumber number)
            throws InterruptedException {
        return esme.submit(message(number));
    }

    private static ShortMessage message(MagicNumber number) {
        return Esme.message(new SmeAddress(1, 1, number.number().substring(1)), "magic");
    }

    private static List<ShortMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Esme.message(Esme.PHONE, "message " + i))
                .toList();
    }

    private static String text(ShortMessage message) {
        return message.shortMessage().text(StandardCharsets.ISO_8859_1);
    }
}
