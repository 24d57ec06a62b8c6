package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduCodecTest {

    @Property(seed = "1")
    void every_pdu_comes_back_from_the_wire_as_it_went(@ForAll Pdu pdu, @ForAll int sequence) {
        ByteBuffer wire = ByteBuffer.wrap(PduCodec.encode(sequence, pdu));

        assertThat(PduCodec.decode(wire)).isEqualTo(new Decoded.Frame(sequence, pdu));
        assertThat(wire.hasRemaining()).isFalse();
    }

    @Property(seed = "1")
    void a_cut_off_pdu_is_incomplete_and_nothing_is_taken(
            @ForAll Pdu pdu, @ForAll @IntRange(max = 99) int percent) {
        byte[] whole = PduCodec.encode(7, pdu);
        int cut = whole.length * percent / 100;
        ByteBuffer wire = ByteBuffer.wrap(whole, 0, cut);

        Decoded decoded = PduCodec.decode(wire);

        assertThat(decoded).isEqualTo(new Decoded.Incomplete(cut < 4 ? 0 : whole.length));
        assertThat(wire.position()).isZero();
    }

    @Property(seed = "1")
    void a_pdu_shorter_than_its_fields_never_throws(
            @ForAll Pdu pdu, @ForAll @IntRange(max = 99) int percent) {
        byte[] whole = PduCodec.encode(7, pdu);
        int length = Math.max(PduCodec.HEADER, whole.length * percent / 100);

        assertIsAnAnswer(withLength(Arrays.copyOf(whole, length)));
    }

    @Property(seed = "1")
    void a_damaged_pdu_never_throws(@ForAll Pdu pdu, @ForAll int where, @ForAll byte what) {
        byte[] damaged = PduCodec.encode(7, pdu);
        damaged[Math.floorMod(where, damaged.length)] = what;

        assertIsAnAnswer(damaged);
    }

    @Property(seed = "1")
    void garbage_behind_a_good_header_never_throws(
            @ForAll CommandId command, @ForAll @Size(max = 400) byte[] garbage) {
        ByteBuffer wire = ByteBuffer.allocate(PduCodec.HEADER + garbage.length);
        wire.putInt(wire.capacity()).putInt(command.code()).putInt(0).putInt(9).put(garbage);

        assertIsAnAnswer(wire.array());
    }

    @Property(seed = "1")
    void pure_garbage_never_throws(@ForAll @Size(max = 400) byte[] garbage) {
        assertIsAnAnswer(garbage);
    }

    private static void assertIsAnAnswer(byte[] bytes) {
        ByteBuffer wire = ByteBuffer.wrap(bytes);
        int before = wire.remaining();
        Decoded decoded = PduCodec.decode(wire);
        boolean taken = decoded instanceof Decoded.Frame || decoded instanceof Decoded.Malformed;
        assertThat(wire.remaining() < before).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, PduCodec.LENGTH_MAX + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void an_impossible_length_is_told_before_the_rest_arrives(int length) {
        ByteBuffer wire = ByteBuffer.allocate(4).putInt(0, length);

        assertThat(PduCodec.decode(wire))
                .isEqualTo(new Decoded.Unframed(Integer.toUnsignedLong(length)));
    }

    @Test
    void the_octets_of_a_submit_are_those_of_the_specification() {
        ShortMessage message =
                ShortMessage.of(
                                new SmeAddress(SmeAddress.TON_ALPHANUMERIC, 0, "Acme"),
                                new SmeAddress(1, 1, "15005550006"),
                                0,
                                Octets.ofHex("4869"))
                        .withRegisteredDelivery(1)
                        .withTlvs(Tlvs.of(Tlv.ofShort(Tlv.USER_MESSAGE_REFERENCE, 0x1234)));

        String hex = HexFormat.of().formatHex(PduCodec.encode(3, new Pdu.SubmitSm(message)));

        assertThat(hex)
                .isEqualTo(
                        ("00000038 00000004 00000000 00000003" // header
                                        + "00" // service_type
                                        + "0500 41636d6500" // source
                                        + "0101 313530303535353030303600" // destination
                                        + "000000" // esm_class, protocol_id, priority_flag
                                        + "0000" // schedule_delivery_time, validity_period
                                        + "01000000" // registered_delivery to sm_default_msg_id
                                        + "02 4869" // sm_length, short_message
                                        + "0204 0002 1234") // user_message_reference
                                .replace(" ", ""));
    }

    @Test
    void a_tlv_that_runs_past_the_end_is_named() {
        byte[] wire = PduCodec.encode(5, new Pdu.SubmitSmResp(0, "a", reference()));
        wire[wire.length - 3]++; // the TLV's length

        assertThat(decode(wire))
                .isEqualTo(
                        new Decoded.Malformed(
                                CommandId.SUBMIT_SM_RESP.code(),
                                0,
                                5,
                                CommandStatus.ESME_RINVTLVLEN,
                                "SUBMIT_SM_RESP: TLV runs past the end of the PDU"));
    }

    @Test
    void a_string_without_its_nul_is_named() {
        byte[] wire = PduCodec.encode(5, new Pdu.SubmitSmResp(0, "abc", Tlvs.NONE));

        assertThat(decode(withLength(Arrays.copyOf(wire, wire.length - 1))))
                .isEqualTo(
                        new Decoded.Malformed(
                                CommandId.SUBMIT_SM_RESP.code(),
                                0,
                                5,
                                CommandStatus.ESME_RINVCMDLEN,
                                "SUBMIT_SM_RESP: message_id has no NUL within 65 octets"));
    }

    @Test
    void an_answer_without_a_body_is_an_answer() {
        byte[] bare = PduCodec.encode(5, new Pdu.EnquireLinkResp(0));
        ByteBuffer.wrap(bare).putInt(4, CommandId.DELIVER_SM_RESP.code());

        assertThat(decode(bare))
                .isEqualTo(new Decoded.Frame(5, new Pdu.DeliverSmResp(0, "", Tlvs.NONE)));
    }

    @Test
    void a_refusal_with_half_a_body_is_still_a_refusal() {
        byte[] wire = PduCodec.encode(5, new Pdu.SubmitSmResp(0x58, "x", reference()));

        assertThat(decode(withLength(Arrays.copyOf(wire, wire.length - 2))))
                .isEqualTo(new Decoded.Frame(5, new Pdu.SubmitSmResp(0x58, "x", Tlvs.NONE)));
    }

    @Test
    void what_cannot_be_sent_is_refused_when_it_is_made() {
        Octets tooLong = Octets.of(new byte[256]);
        Pdu.Unknown huge = new Pdu.Unknown(0x777, 0, Octets.of(new byte[PduCodec.LENGTH_MAX]));

        assertThatThrownBy(() -> new SmeAddress(1, 1, "a\0b"))
                .hasMessage("address takes Latin-1 without NUL");
        assertThatThrownBy(() -> new Pdu.SubmitSmResp(0, "x".repeat(65), Tlvs.NONE))
                .hasMessage("message_id takes at most 64 characters");
        assertThatThrownBy(() -> ShortMessage.of(SmeAddress.NONE, SmeAddress.NONE, 0, tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PduCodec.encode(1, huge))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_secret_is_printed() {
        Pdu bind = new Pdu.Bind(BindRole.TRANSCEIVER, "acme", "s3cret", "", 0x34, 0, 0, "");
        Pdu submit =
                new Pdu.SubmitSm(
                        ShortMessage.of(SmeAddress.NONE, SmeAddress.NONE, 0, Octets.ofHex("7077")));

        assertThat(bind).hasToString("Bind[TRANSCEIVER, acme]");
        assertThat(new Pdu.Outbind("acme", "s3cret").toString()).doesNotContain("s3cret");
        assertThat(submit.toString()).contains("2 octets").doesNotContain("pw");
    }

    @ParameterizedTest
    @EnumSource
    void every_command_is_found_by_its_code(CommandId command) {
        assertThat(CommandId.of(command.code())).contains(command);
    }

    @Test
    void a_status_has_its_name_and_a_carriers_own_its_number() {
        assertThat(CommandStatus.name(0x58)).isEqualTo("ESME_RTHROTTLED");
        assertThat(CommandStatus.name(0x401)).isEqualTo("0x00000401");
    }

    private static Tlvs reference() {
        return Tlvs.of(Tlv.ofShort(Tlv.USER_MESSAGE_REFERENCE, 1));
    }

    private static byte[] withLength(byte[] wire) {
        ByteBuffer.wrap(wire).putInt(0, wire.length);
        return wire;
    }

    private static Decoded decode(byte[] wire) {
        return PduCodec.decode(ByteBuffer.wrap(wire));
    }
}
