package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Gsm7;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryReceiptTest {
    private static final Instant MOMENT = Instant.parse("2026-03-01T12:30:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id:4a sub:001 dlvrd:001 submit date:2603011230 done date:2603011231 stat:DELIVRD err:000 text:hi | 4a | DELIVERED |
                    id:4A sub:001 dlvrd:000 submit date:260301123000 done date:260301123100 stat:UNDELIV err:69A text: | 4A | UNDELIVERABLE | 69A
                    ID:7 SUB:1 DLVRD:1 SUBMIT DATE:2603011230 DONE DATE:2603011231 STAT:delivrd ERR:0 TEXT: | 7 | DELIVERED |
                    stat:EXPIRED err:001 id:0000000012 done date:2603011231 | 0000000012 | EXPIRED | 001
                    id: 12 sub: 001 dlvrd: 001 stat: DELIVERED err: 000 | 12 | DELIVERED |
                    id:12 stat:UNDELIVERABLE err:E5 | 12 | UNDELIVERABLE | E5
                    id:12, sub:001, stat:REJECTED, err:8, text:x | 12 | REJECTED | 8
                    id : 12 done_date : 2603011231 stat : accepted | 12 | ACCEPTED |
                    id:12 submitdate:2603011230 stat:Enroute | 12 | ENROUTE |
                    message id:f47ac10b-58cc sub:001 status:FAILED error:77 | f47ac10b-58cc | UNDELIVERABLE | 77
                    id:12 dlvrd:1 stat:2 | 12 | DELIVERED |
                    """)
    void receipts_are_read_as_carriers_really_write_them(
            String text, String id, MessageState state, String error) {
        assertThat(DeliveryReceipt.of(deliver(0, 0, latin(text))))
                .contains(new DeliveryReceipt(List.of(id), state, error == null ? "" : error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "my id: 5, stat: good",
                "id:12 stat:fine err:1",
                "text:id",
                "identity:1 stat:DELIVRD err:0",
                ""
            })
    void what_a_person_wrote_is_no_receipt(String text) {
        assertThat(DeliveryReceipt.of(deliver(0, 0, latin(text)))).isEmpty();
    }

    @Test
    void a_declared_receipt_needs_no_more_than_id_and_state() {
        assertThat(DeliveryReceipt.of(deliver(0x04, 0, latin("id:9 stat:DELIVRD"))))
                .contains(new DeliveryReceipt(List.of("9"), MessageState.DELIVERED, ""));
        assertThat(DeliveryReceipt.of(deliver(0x04, 0, latin("delivered")))).isEmpty();
    }

    @Test
    void parameters_go_before_text_and_both_ids_are_given() {
        ShortMessage message =
                deliver(0x04, 0, latin("id:74565 stat:UNDELIV err:000"))
                        .withTlvs(DeliveryReceipt.tlvs("12345", MessageState.EXPIRED, 17));

        assertThat(DeliveryReceipt.of(message))
                .contains(new DeliveryReceipt(List.of("12345", "74565"), MessageState.EXPIRED, ""));
    }

    @Test
    void parameters_are_enough() {
        ShortMessage message =
                deliver(0, 0, Octets.NONE)
                        .withTlvs(DeliveryReceipt.tlvs("abc", MessageState.REJECTED, 0x0102));

        assertThat(DeliveryReceipt.of(message))
                .contains(new DeliveryReceipt(List.of("abc"), MessageState.REJECTED, "258"));
    }

    @Test
    void a_receipt_may_come_as_data_sm() {
        Tlvs tlvs = DeliveryReceipt.tlvs("abc", MessageState.DELIVERED, 0);
        Pdu.DataSm data = new Pdu.DataSm("", SmeAddress.NONE, SmeAddress.NONE, 0x04, 0, 0, tlvs);

        assertThat(DeliveryReceipt.of(data))
                .contains(new DeliveryReceipt(List.of("abc"), MessageState.DELIVERED, ""));
    }

    @Test
    void the_message_quoted_in_a_receipt_cannot_change_it() {
        String text = "id:1 sub:001 dlvrd:000 stat:UNDELIV err:5 text:id:2 stat:DELIVRD err:0";

        assertThat(DeliveryReceipt.of(deliver(0x04, 0, latin(text))))
                .contains(new DeliveryReceipt(List.of("1"), MessageState.UNDELIVERABLE, "5"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 8, 0xF0, 0xF5})
    void a_receipt_is_read_whatever_its_data_coding_says(int dataCoding) {
        String text = "id:1_a sub:001 dlvrd:001 stat:DELIVRD err:000";
        var expected = Optional.of(new DeliveryReceipt(List.of("1_a"), MessageState.DELIVERED, ""));

        assertThat(DeliveryReceipt.of(deliver(0x04, dataCoding, latin(text)))).isEqualTo(expected);
        assertThat(
                        DeliveryReceipt.of(
                                deliver(
                                        0x04,
                                        dataCoding,
                                        Octets.of(text, StandardCharsets.UTF_16BE))))
                .isEqualTo(expected);
        assertThat(DeliveryReceipt.of(deliver(0x04, dataCoding, packed(text)))).isEqualTo(expected);
    }

    @Test
    void a_receipt_in_message_payload_is_read() {
        Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, latin("id:1 sub:001 stat:DELIVRD err:000"));

        assertThat(DeliveryReceipt.of(deliver(0x04, 0, Octets.NONE).withTlvs(Tlvs.of(payload))))
                .contains(new DeliveryReceipt(List.of("1"), MessageState.DELIVERED, ""));
    }

    @ParameterizedTest
    @EnumSource
    void what_we_write_we_read(MessageState state) {
        String text =
                DeliveryReceipt.text(
                        "1a2b", state, "", MOMENT, MOMENT, "Your code is 123456, keep it");

        assertThat(text)
                .startsWith("id:1a2b sub:001 dlvrd:0")
                .contains(" submit date:2603011230 done date:2603011230 ")
                .endsWith(" err:000 text:Your code is 123456,");
        assertThat(DeliveryReceipt.of(deliver(0, 0, latin(text))))
                .contains(new DeliveryReceipt(List.of("1a2b"), state, ""));
    }

    @Property(seed = "1")
    void hostile_receipts_are_read_without_an_exception(
            @ForAll @Size(max = 255) byte[] text, @ForAll byte dataCoding, @ForAll Pdu pdu) {
        Tlvs tlvs =
                Tlvs.of(
                        new Tlv(Tlv.RECEIPTED_MESSAGE_ID, Octets.of(text)),
                        new Tlv(Tlv.MESSAGE_STATE, Octets.of(text)),
                        new Tlv(Tlv.NETWORK_ERROR_CODE, Octets.of(text)));

        assertThat(
                        DeliveryReceipt.of(
                                deliver(0x04, dataCoding & 0xFF, Octets.of(text)).withTlvs(tlvs)))
                .isNotNull();
        if (pdu instanceof Pdu.DeliverSm(ShortMessage message)) {
            assertThat(DeliveryReceipt.of(message)).isNotNull();
        }
    }

    private static ShortMessage deliver(int esmClass, int dataCoding, Octets text) {
        return ShortMessage.of(SmeAddress.NONE, SmeAddress.NONE, dataCoding, text)
                .withEsmClass(esmClass);
    }

    private static Octets latin(String text) {
        return Octets.of(text, StandardCharsets.ISO_8859_1);
    }

    private static Octets packed(String text) {
        return Octets.of(Gsm7.packUncounted(Gsm7.encode(text), 0));
    }
}
