package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.smpp.Alphabet;
import io.posthorn.channel.smpp.BindRefused;
import io.posthorn.channel.smpp.BindRole;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.MessageCoding;
import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.channel.smpp.Tlv;
import io.posthorn.channel.smpp.Tlvs;
import io.posthorn.message.Segments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmscTest {

    @Test
    void a_text_reaches_the_phone_and_its_receipt_the_sender() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            Pdu.SubmitSmResp answer = esme.submit(Esme.PHONE, "Hello {world} €");

            assertThat(answer.ok()).isTrue();
            assertThat(smsc.phones().inbox())
                    .singleElement()
                    .satisfies(message -> {
                        assertThat(message.text()).isEqualTo("Hello {world} €");
                        assertThat(message.from()).isEqualTo("+15550100001");
                        assertThat(message.to()).isEqualTo("+15550200001");
                        assertThat(message.parts()).isEqualTo(1);
                        assertThat(message.carrierIds()).containsExactly(answer.messageId());
                    });
            ShortMessage receipt = esme.delivered();
            assertThat(receipt.esmClass()).isEqualTo(ShortMessage.ESM_RECEIPT);
            assertThat(receipt.source()).isEqualTo(Esme.PHONE);
            assertThat(receipt.destination()).isEqualTo(Esme.SENDER);
            assertThat(text(receipt))
                    .startsWith("id:" + answer.messageId() + " sub:001 dlvrd:001 submit date:")
                    .contains(" stat:DELIVRD err:000 text:Hello");
            assertThat(receipt.tlvs().find(Tlv.RECEIPTED_MESSAGE_ID))
                    .hasValueSatisfying(
                            id -> assertThat(id.cString()).isEqualTo(answer.messageId()));
        }
    }

    @Test
    void without_a_wish_for_a_receipt_none_is_sent() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(Esme.message(Esme.PHONE, "quiet").withRegisteredDelivery(0));
            esme.submit(Esme.PHONE, "loud");

            assertThat(text(esme.delivered())).contains("text:loud");
            assertThat(smsc.traffic().totals().receiptsSent()).isEqualTo(1);
        }
    }

    @Test
    void parts_by_header_are_put_together_in_any_order() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(headed("050003070302", "two "));
            esme.submit(headed("050003070303", "three"));
            esme.submit(headed("050003070301", "one "));
            esme.submit(headed("06080401070201", "another "));
            esme.submit(headed("06080401070202", "one"));

            assertThat(smsc.phones().inbox())
                    .extracting(Received::text)
                    .containsExactly("another one", "one two three");
            assertThat(smsc.phones().inbox().getLast().parts()).isEqualTo(3);
        }
    }

    @Test
    void parts_by_parameters_and_payloads_are_understood() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(sar(2, "parameters"));
            esme.submit(sar(1, "by "));
            esme.submit(
                    Esme.message(Esme.PHONE, "").withTlvs(Tlvs.of(payload("one long payload"))));
            esme.reply(
                    new Pdu.DataSm(
                            "", Esme.SENDER, Esme.PHONE, 0, 0, 0, Tlvs.of(payload("by data sm"))));

            assertThat(smsc.phones().inbox())
                    .extracting(Received::text)
                    .containsExactly("by data sm", "one long payload", "by parameters");
        }
    }

    @Test
    void every_data_coding_is_read() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(coded(8, "пиво 🍺", StandardCharsets.UTF_16BE));
            esme.submit(coded(3, "crème brûlée", StandardCharsets.ISO_8859_1));
            esme.submit(coded(1, "plain", StandardCharsets.US_ASCII));
            esme.submit(coded(0x18, "class 0 ☎", StandardCharsets.UTF_16BE));
            esme.submit(coded(4, "\u0001\u00FF", StandardCharsets.ISO_8859_1));

            assertThat(smsc.phones().inbox())
                    .extracting(Received::text)
                    .containsExactly(
                            "\u0001\u00FF", "class 0 ☎", "plain", "crème brûlée", "пиво 🍺");
        }
    }

    @Test
    void packed_septets_are_unpacked_behind_a_header_too() throws Exception {
        Smsc.Settings packed =
                Smsc.Settings.DEFAULT.withCoding(
                        new MessageCoding(Alphabet.GSM7_PACKED, Segments.Concatenation.UDH8));
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT, packed);
                Esme esme = Esme.bind(smsc, "acme")) {
            // "hellohello" and "hello" from TS 23.038 section 6.1.2.1.1 packing, done by hand.
            esme.submit(octets(0, "E8329BFD4697D9EC37"));
            esme.submit(octets(ShortMessage.ESM_UDHI, "050003010101" + "D06536FB0D"));

            assertThat(smsc.phones().inbox())
                    .extracting(Received::text)
                    .containsExactly("hello", "hellohello");
        }
    }

    @Test
    void a_transmitter_gets_no_receipts_and_a_receiver_may_not_submit() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme transmitter = Esme.bind(smsc, "acme", BindRole.TRANSMITTER);
                Esme receiver = Esme.bind(smsc, "acme", BindRole.RECEIVER)) {
            transmitter.submit(Esme.PHONE, "over there");

            assertThat(text(receiver.delivered())).contains("text:over there");
            assertThat(transmitter.deliveries()).isZero();
            assertThat(receiver.submit(Esme.PHONE, "no").status())
                    .isEqualTo(CommandStatus.ESME_RINVBNDSTS.code());
        }
    }

    @Test
    void receipts_wait_for_a_session_and_go_to_their_own_customer_only() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme other = Esme.bind(smsc, "other")) {
            try (Esme transmitter = Esme.bind(smsc, "acme", BindRole.TRANSMITTER)) {
                transmitter.submit(Esme.PHONE, "wait for me");
            }
            try (Esme receiver = Esme.bind(smsc, "acme", BindRole.RECEIVER)) {
                assertThat(text(receiver.delivered())).contains("text:wait for me");
                assertThat(other.deliveries()).isZero();
            }
        }
    }

    @Test
    void what_is_not_acknowledged_comes_again() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT)) {
            try (Esme busy = Esme.answering(CommandStatus.ESME_RX_T_APPN, smsc, "acme")) {
                busy.submit(Esme.PHONE, "again");
                busy.delivered();
            }
            try (Esme ready = Esme.bind(smsc, "acme")) {
                assertThat(text(ready.delivered())).contains("text:again");
                await().until(() -> smsc.traffic().totals().receiptsTaken() == 1);
            }
        }
    }

    @Test
    void a_phone_answers_in_parts_to_the_customer_who_wrote_to_it() throws Exception {
        String long_ = "ä".repeat(161);
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(Esme.message(Esme.PHONE, "hi").withRegisteredDelivery(0));

            assertThat(smsc.reply("+15550200001", "+15550100001", "STOP")).isTrue();
            assertThat(smsc.reply("+15550200001", "+15550100001", long_)).isTrue();

            ShortMessage stop = esme.delivered();
            assertThat(text(stop)).isEqualTo("STOP");
            assertThat(stop.esmClass()).isZero();
            assertThat(stop.source()).isEqualTo(Esme.PHONE);
            assertThat(stop.destination()).isEqualTo(Esme.SENDER);
            assertThat(esme.delivered().shortMessage().size()).isEqualTo(6 + 153);
            assertThat(esme.delivered().shortMessage().size()).isEqualTo(6 + 8);
        }
    }

    @Test
    void a_phone_may_write_first_to_whoever_is_bound() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT)) {
            assertThat(smsc.reply("+15550200001", "12345", "JOIN")).isFalse();
            try (Esme esme = Esme.bind(smsc, "acme")) {
                assertThat(smsc.reply("+15550200001", "12345", "JOIN")).isTrue();
                assertThat(esme.delivered().destination().value()).isEqualTo("12345");
            }
        }
    }

    @Test
    void only_known_customers_with_the_right_password_may_bind() throws Exception {
        Smsc.Settings guarded = Smsc.Settings.DEFAULT.withPasswords(Map.of("acme", "secret"));
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT, guarded);
                Smsc strict =
                        Smsc.start(
                                Behavior.DEFAULT, guarded.withPasswords(Map.of("acme", "other")))) {
            Esme.bind(smsc, "acme").close();

            assertThatThrownBy(() -> Esme.bind(smsc, "eve"))
                    .isInstanceOfSatisfying(
                            BindRefused.class,
                            refused ->
                                    assertThat(refused.status())
                                            .isEqualTo(CommandStatus.ESME_RINVSYSID.code()));
            assertThatThrownBy(() -> Esme.bind(strict, "acme"))
                    .isInstanceOfSatisfying(
                            BindRefused.class,
                            refused ->
                                    assertThat(refused.status())
                                            .isEqualTo(CommandStatus.ESME_RINVPASWD.code()));
        }
    }

    @Test
    void out_of_order_it_refuses_connections_and_comes_back_on_the_same_port() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme before = Esme.bind(smsc, "acme")) {
            int port = smsc.port();

            smsc.stop();
            assertThat(before.endsSoon()).isTrue();
            assertThatThrownBy(() -> Esme.bind(smsc, "acme")).isInstanceOf(IOException.class);

            smsc.start();
            assertThat(smsc.port()).isEqualTo(port);
            try (Esme after = Esme.bind(smsc, "acme")) {
                assertThat(after.submit(Esme.PHONE, "back").ok()).isTrue();
            }
        }
    }

    @Test
    void an_unbound_session_is_gone_and_the_others_stay() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme one = Esme.bind(smsc, "acme")) {
            Esme two = Esme.bind(smsc, "acme");
            assertThat(smsc.sessions("acme")).isEqualTo(2);

            two.close();

            await().until(() -> smsc.sessions("acme") == 1);
            assertThat(one.submit(Esme.PHONE, "still here").ok()).isTrue();
        }
    }

    @Test
    void it_keeps_books() throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(Esme.PHONE, "one");
            esme.submit(new SmeAddress(1, 1, "15005550001"), "two");
            esme.delivered();
            await().until(() -> smsc.traffic().totals().receiptsTaken() == 1);

            assertThat(smsc.traffic().totals())
                    .isEqualTo(new Traffic.Totals(2, 1, 0, 1, 0, 1, 1, 0, 1));
            assertThat(smsc.traffic().submits())
                    .extracting(Submitted::text)
                    .containsExactly("one", "two");
            assertThat(smsc.traffic().peakPerSecond("+15550100001")).isEqualTo(1);
        }
    }

    @Test
    void a_phone_can_be_waited_for() throws Exception {
        Behavior slow =
                Behavior.DEFAULT.with(
                        Behavior.Receipts.AT_ONCE.after(Delay.of(Duration.ofMillis(50))));
        try (Smsc smsc = Smsc.start(slow);
                Esme esme = Esme.bind(smsc, "acme")) {
            esme.submit(Esme.PHONE, "soon");

            List<Received> found =
                    smsc.phones().await(Phones.Filter.to("+15550200001"), Duration.ofSeconds(10));

            assertThat(found).extracting(Received::text).containsExactly("soon");
        }
    }

    private static String text(ShortMessage message) {
        return message.shortMessage().text(StandardCharsets.ISO_8859_1);
    }

    private static ShortMessage headed(String header, String text) {
        ShortMessage plain = Esme.message(Esme.PHONE, text);
        return message(0, Octets.ofHex(header).then(plain.shortMessage()))
                .withEsmClass(ShortMessage.ESM_UDHI);
    }

    private static ShortMessage sar(int number, String text) {
        return Esme.message(Esme.PHONE, text)
                .withTlvs(
                        Tlvs.of(
                                Tlv.ofShort(Tlv.SAR_MSG_REF_NUM, 513),
                                Tlv.ofByte(Tlv.SAR_TOTAL_SEGMENTS, 2),
                                Tlv.ofByte(Tlv.SAR_SEGMENT_SEQNUM, number)));
    }

    private static Tlv payload(String text) {
        return new Tlv(Tlv.MESSAGE_PAYLOAD, Octets.of(text, StandardCharsets.US_ASCII));
    }

    private static ShortMessage coded(
            int dataCoding, String text, java.nio.charset.Charset charset) {
        return message(dataCoding, Octets.of(text, charset));
    }

    private static ShortMessage octets(int esmClass, String hex) {
        return message(0, Octets.ofHex(hex)).withEsmClass(esmClass);
    }

    private static ShortMessage message(int dataCoding, Octets octets) {
        return ShortMessage.of(Esme.SENDER, Esme.PHONE, dataCoding, octets);
    }
}
