package io.posthorn.channel.smpp;

import java.nio.ByteBuffer;
import java.util.Optional;

/// PDUs to octets and back. Decoding never throws and never allocates more than the octets it was
/// given: whatever a peer sends is one of the cases of `Decoded`.
public final class PduCodec {
    /// The header of every PDU: length, command id, status, sequence number (SMPP 3.4 section 3.2).
    public static final int HEADER = 16;

    /// The longest PDU taken or given: a 64 KiB message_payload and room for everything else.
    public static final int LENGTH_MAX = 80 * 1024;

    private PduCodec() {}

    /// Takes the PDU at the position of `in` (a heap buffer) and moves behind it. Stays where it is
    /// when the PDU is `Incomplete` or `Unframed`.
    public static Decoded decode(ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            return new Decoded.Incomplete(0);
        }
        int start = in.position();
        int length = in.getInt(start);
        if (length < HEADER || length > LENGTH_MAX) {
            return new Decoded.Unframed(Integer.toUnsignedLong(length));
        }
        if (in.remaining() < length) {
            return new Decoded.Incomplete(length);
        }
        in.position(start + length);
        int offset = in.arrayOffset() + start;
        PduReader body = new PduReader(in.array(), offset + HEADER, offset + length);
        return decode(in.getInt(start + 4), in.getInt(start + 8), in.getInt(start + 12), body);
    }

    private static Decoded decode(int commandId, int status, int sequence, PduReader body) {
        Optional<CommandId> command = CommandId.of(commandId);
        if (command.isEmpty()) {
            return new Decoded.Frame(sequence, new Pdu.Unknown(commandId, status, body.rest()));
        }
        Pdu pdu = body(command.get(), status, body);
        // A refusal needs no body (SMPP 3.4 section 4.4.2) and some carriers send half of one: the
        // status is the answer.
        boolean readable = !body.failed() || (pdu instanceof Pdu.Response answer && !answer.ok());
        return readable
                ? new Decoded.Frame(sequence, pdu)
                : new Decoded.Malformed(
                        commandId,
                        status,
                        sequence,
                        body.error(),
                        command.get() + ": " + body.why());
    }

    private static Pdu body(CommandId command, int status, PduReader in) {
        return switch (command) {
            case GENERIC_NACK -> new Pdu.GenericNack(status);
            case BIND_RECEIVER -> bind(BindRole.RECEIVER, in);
            case BIND_RECEIVER_RESP -> bindResp(BindRole.RECEIVER, status, in);
            case BIND_TRANSMITTER -> bind(BindRole.TRANSMITTER, in);
            case BIND_TRANSMITTER_RESP -> bindResp(BindRole.TRANSMITTER, status, in);
            case BIND_TRANSCEIVER -> bind(BindRole.TRANSCEIVER, in);
            case BIND_TRANSCEIVER_RESP -> bindResp(BindRole.TRANSCEIVER, status, in);
            case QUERY_SM ->
                    new Pdu.QuerySm(messageId(in), in.address("source_addr", WireText.ADDRESS));
            case QUERY_SM_RESP ->
                    new Pdu.QuerySmResp(
                            status,
                            messageId(in),
                            in.cString("final_date", WireText.TIME),
                            in.octet("message_state"),
                            in.octet("error_code"),
                            in.tlvs());
            case SUBMIT_SM -> new Pdu.SubmitSm(shortMessage(in));
            case SUBMIT_SM_RESP -> new Pdu.SubmitSmResp(status, answeredId(in), in.tlvs());
            case DELIVER_SM -> new Pdu.DeliverSm(shortMessage(in));
            case DELIVER_SM_RESP -> new Pdu.DeliverSmResp(status, answeredId(in), in.tlvs());
            case UNBIND -> new Pdu.Unbind();
            case UNBIND_RESP -> new Pdu.UnbindResp(status);
            case CANCEL_SM ->
                    new Pdu.CancelSm(
                            serviceType(in),
                            messageId(in),
                            in.address("source_addr", WireText.ADDRESS),
                            in.address("destination_addr", WireText.ADDRESS));
            case CANCEL_SM_RESP -> new Pdu.CancelSmResp(status);
            case OUTBIND ->
                    new Pdu.Outbind(credential("system_id", in), credential("password", in));
            case ENQUIRE_LINK -> new Pdu.EnquireLink();
            case ENQUIRE_LINK_RESP -> new Pdu.EnquireLinkResp(status);
            case ALERT_NOTIFICATION ->
                    new Pdu.AlertNotification(
                            in.address("source_addr", WireText.LONG_ADDRESS),
                            in.address("esme_addr", WireText.LONG_ADDRESS),
                            in.tlvs());
            case DATA_SM ->
                    new Pdu.DataSm(
                            serviceType(in),
                            in.address("source_addr", WireText.LONG_ADDRESS),
                            in.address("destination_addr", WireText.LONG_ADDRESS),
                            in.octet("esm_class"),
                            in.octet("registered_delivery"),
                            in.octet("data_coding"),
                            in.tlvs());
            case DATA_SM_RESP -> new Pdu.DataSmResp(status, answeredId(in), in.tlvs());
        };
    }

    private static Pdu.Bind bind(BindRole role, PduReader in) {
        return new Pdu.Bind(
                role,
                credential("system_id", in),
                credential("password", in),
                in.cString("system_type", WireText.SYSTEM_TYPE),
                in.octet("interface_version"),
                in.octet("addr_ton"),
                in.octet("addr_npi"),
                in.cString("address_range", WireText.ADDRESS_RANGE));
    }

    private static Pdu.BindResp bindResp(BindRole role, int status, PduReader in) {
        return new Pdu.BindResp(
                role, status, in.cStringIfAny("system_id", WireText.CREDENTIAL), in.tlvs());
    }

    private static ShortMessage shortMessage(PduReader in) {
        return new ShortMessage(
                serviceType(in),
                in.address("source_addr", WireText.ADDRESS),
                in.address("destination_addr", WireText.ADDRESS),
                in.octet("esm_class"),
                in.octet("protocol_id"),
                in.octet("priority_flag"),
                in.cString("schedule_delivery_time", WireText.TIME),
                in.cString("validity_period", WireText.TIME),
                in.octet("registered_delivery"),
                in.octet("replace_if_present_flag"),
                in.octet("data_coding"),
                in.octet("sm_default_msg_id"),
                in.shortMessage(),
                in.tlvs());
    }

    private static String serviceType(PduReader in) {
        return in.cString("service_type", WireText.SERVICE_TYPE);
    }

    private static String messageId(PduReader in) {
        return in.cString("message_id", WireText.MESSAGE_ID);
    }

    private static String answeredId(PduReader in) {
        return in.cStringIfAny("message_id", WireText.MESSAGE_ID);
    }

    private static String credential(String field, PduReader in) {
        return in.cString(field, WireText.CREDENTIAL);
    }

    /// The octets of one PDU.
    ///
    /// Throws `IllegalArgumentException` when it would be longer than `LENGTH_MAX`.
    public static byte[] encode(int sequence, Pdu pdu) {
        PduWriter out = new PduWriter(256);
        encode(sequence, pdu, out);
        return out.toArray();
    }

    /// Appends one PDU to `out`, or nothing at all when it is too long.
    static void encode(int sequence, Pdu pdu, PduWriter out) {
        int start = out.size();
        out.fourOctets(0);
        out.fourOctets(pdu.commandId());
        out.fourOctets(status(pdu));
        out.fourOctets(sequence);
        body(pdu, out);
        int length = out.size() - start;
        if (length > LENGTH_MAX) {
            out.truncate(start);
            throw new IllegalArgumentException("a PDU of " + length + " octets");
        }
        out.putFourOctets(start, length);
    }

    private static int status(Pdu pdu) {
        return switch (pdu) {
            case Pdu.Response response -> response.status();
            case Pdu.Unknown unknown -> unknown.status();
            case Pdu.Request _, Pdu.Notice _ -> 0;
        };
    }

    private static void body(Pdu pdu, PduWriter out) {
        switch (pdu) {
            case Pdu.Bind bind -> bind(bind, out);
            case Pdu.BindResp(_, _, String systemId, Tlvs tlvs) -> text(systemId, tlvs, out);
            case Pdu.SubmitSm(ShortMessage message) -> shortMessage(message, out);
            case Pdu.SubmitSmResp(_, String messageId, Tlvs tlvs) -> text(messageId, tlvs, out);
            case Pdu.DeliverSm(ShortMessage message) -> shortMessage(message, out);
            case Pdu.DeliverSmResp(_, String messageId, Tlvs tlvs) -> text(messageId, tlvs, out);
            case Pdu.DataSm data -> dataSm(data, out);
            case Pdu.DataSmResp(_, String messageId, Tlvs tlvs) -> text(messageId, tlvs, out);
            case Pdu.QuerySm(String messageId, SmeAddress source) -> {
                out.cString(messageId);
                out.address(source);
            }
            case Pdu.QuerySmResp answer -> querySmResp(answer, out);
            case Pdu.CancelSm cancel -> cancelSm(cancel, out);
            case Pdu.Outbind(String systemId, String password) -> {
                out.cString(systemId);
                out.cString(password);
            }
            case Pdu.AlertNotification(SmeAddress source, SmeAddress esme, Tlvs tlvs) -> {
                out.address(source);
                out.address(esme);
                out.tlvs(tlvs);
            }
            case Pdu.Unknown(_, _, Octets body) -> out.octets(body);
            case Pdu.Unbind _,
                    Pdu.UnbindResp _,
                    Pdu.EnquireLink _,
                    Pdu.EnquireLinkResp _,
                    Pdu.CancelSmResp _,
                    Pdu.GenericNack _ -> {
                // header only
            }
        }
    }

    private static void text(String first, Tlvs tlvs, PduWriter out) {
        out.cString(first);
        out.tlvs(tlvs);
    }

    private static void bind(Pdu.Bind bind, PduWriter out) {
        out.cString(bind.systemId());
        out.cString(bind.password());
        out.cString(bind.systemType());
        out.octet(bind.interfaceVersion());
        out.octet(bind.addrTon());
        out.octet(bind.addrNpi());
        out.cString(bind.addressRange());
    }

    private static void shortMessage(ShortMessage message, PduWriter out) {
        out.cString(message.serviceType());
        out.address(message.source());
        out.address(message.destination());
        out.octet(message.esmClass());
        out.octet(message.protocolId());
        out.octet(message.priorityFlag());
        out.cString(message.scheduleDeliveryTime());
        out.cString(message.validityPeriod());
        out.octet(message.registeredDelivery());
        out.octet(message.replaceIfPresentFlag());
        out.octet(message.dataCoding());
        out.octet(message.smDefaultMsgId());
        out.octet(message.shortMessage().size());
        out.octets(message.shortMessage());
        out.tlvs(message.tlvs());
    }

    private static void dataSm(Pdu.DataSm data, PduWriter out) {
        out.cString(data.serviceType());
        out.address(data.source());
        out.address(data.destination());
        out.octet(data.esmClass());
        out.octet(data.registeredDelivery());
        out.octet(data.dataCoding());
        out.tlvs(data.tlvs());
    }

    private static void querySmResp(Pdu.QuerySmResp answer, PduWriter out) {
        out.cString(answer.messageId());
        out.cString(answer.finalDate());
        out.octet(answer.messageState());
        out.octet(answer.errorCode());
        out.tlvs(answer.tlvs());
    }

    private static void cancelSm(Pdu.CancelSm cancel, PduWriter out) {
        out.cString(cancel.serviceType());
        out.cString(cancel.messageId());
        out.address(cancel.source());
        out.address(cancel.destination());
    }
}
