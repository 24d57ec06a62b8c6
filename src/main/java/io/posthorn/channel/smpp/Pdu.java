package io.posthorn.channel.smpp;

/// A message of the protocol, named and shaped as in the specification (SMPP 3.4 section 4, SMPP
/// 5.0 section 4). The sequence number is not part of it: that belongs to the conversation and
/// travels beside it, in `Decoded.Frame`. Every number that is one octet on the wire is taken
/// modulo 256.
public sealed interface Pdu {

    /// The code on the wire; `CommandId` has their names.
    int commandId();

    /// What one side asks and the other must answer.
    sealed interface Request extends Pdu {

        /// The answer of the right kind that carries nothing but a status.
        Response answer(int status);

        default Response answer(CommandStatus status) {
            return answer(status.code());
        }
    }

    /// An answer; `status` is 0 (ESME_ROK) when the request was done.
    sealed interface Response extends Pdu {
        int status();

        default boolean ok() {
            return status() == CommandStatus.ESME_ROK.code();
        }
    }

    /// What is said without an answer being due.
    sealed interface Notice extends Pdu {}

    record Bind(
            BindRole role,
            String systemId,
            String password,
            String systemType,
            int interfaceVersion,
            int addrTon,
            int addrNpi,
            String addressRange)
            implements Request {

        /// The values of interface_version.
        public static final int VERSION_3_4 = 0x34;

        public static final int VERSION_5_0 = 0x50;

        public Bind {
            WireText.check("system_id", systemId, WireText.CREDENTIAL);
            WireText.check("password", password, WireText.CREDENTIAL);
            WireText.check("system_type", systemType, WireText.SYSTEM_TYPE);
            WireText.check("address_range", addressRange, WireText.ADDRESS_RANGE);
        }

        @Override
        public int commandId() {
            return role.request().code();
        }

        @Override
        public BindResp answer(int status) {
            return new BindResp(role, status, "", Tlvs.NONE);
        }

        @Override
        public String toString() {
            return "Bind[" + role + ", " + systemId + "]"; // never the password
        }
    }

    record BindResp(BindRole role, int status, String systemId, Tlvs tlvs) implements Response {
        public BindResp {
            WireText.check("system_id", systemId, WireText.CREDENTIAL);
        }

        @Override
        public int commandId() {
            return role.response().code();
        }
    }

    record Unbind() implements Request {
        @Override
        public int commandId() {
            return CommandId.UNBIND.code();
        }

        @Override
        public UnbindResp answer(int status) {
            return new UnbindResp(status);
        }
    }

    record UnbindResp(int status) implements Response {
        @Override
        public int commandId() {
            return CommandId.UNBIND_RESP.code();
        }
    }

    record EnquireLink() implements Request {
        @Override
        public int commandId() {
            return CommandId.ENQUIRE_LINK.code();
        }

        @Override
        public EnquireLinkResp answer(int status) {
            return new EnquireLinkResp(status);
        }
    }

    record EnquireLinkResp(int status) implements Response {
        @Override
        public int commandId() {
            return CommandId.ENQUIRE_LINK_RESP.code();
        }
    }

    record SubmitSm(ShortMessage message) implements Request {
        @Override
        public int commandId() {
            return CommandId.SUBMIT_SM.code();
        }

        @Override
        public SubmitSmResp answer(int status) {
            return new SubmitSmResp(status, "", Tlvs.NONE);
        }
    }

    record SubmitSmResp(int status, String messageId, Tlvs tlvs) implements Response {
        public SubmitSmResp {
            WireText.check("message_id", messageId, WireText.MESSAGE_ID);
        }

        @Override
        public int commandId() {
            return CommandId.SUBMIT_SM_RESP.code();
        }
    }

    record DeliverSm(ShortMessage message) implements Request {
        @Override
        public int commandId() {
            return CommandId.DELIVER_SM.code();
        }

        @Override
        public DeliverSmResp answer(int status) {
            return new DeliverSmResp(status, "", Tlvs.NONE);
        }
    }

    record DeliverSmResp(int status, String messageId, Tlvs tlvs) implements Response {
        public DeliverSmResp {
            WireText.check("message_id", messageId, WireText.MESSAGE_ID);
        }

        @Override
        public int commandId() {
            return CommandId.DELIVER_SM_RESP.code();
        }
    }

    record DataSm(
            String serviceType,
            SmeAddress source,
            SmeAddress destination,
            int esmClass,
            int registeredDelivery,
            int dataCoding,
            Tlvs tlvs)
            implements Request {
        public DataSm {
            WireText.check("service_type", serviceType, WireText.SERVICE_TYPE);
        }

        @Override
        public int commandId() {
            return CommandId.DATA_SM.code();
        }

        @Override
        public DataSmResp answer(int status) {
            return new DataSmResp(status, "", Tlvs.NONE);
        }
    }

    record DataSmResp(int status, String messageId, Tlvs tlvs) implements Response {
        public DataSmResp {
            WireText.check("message_id", messageId, WireText.MESSAGE_ID);
        }

        @Override
        public int commandId() {
            return CommandId.DATA_SM_RESP.code();
        }
    }

    record QuerySm(String messageId, SmeAddress source) implements Request {
        public QuerySm {
            WireText.check("message_id", messageId, WireText.MESSAGE_ID);
            WireText.check("source_addr", source.value(), WireText.ADDRESS);
        }

        @Override
        public int commandId() {
            return CommandId.QUERY_SM.code();
        }

        @Override
        public QuerySmResp answer(int status) {
            return new QuerySmResp(status, "", "", 0, 0, Tlvs.NONE);
        }
    }

    /// `messageState` as in section 5.2.28 (`MessageState`), `errorCode` the network's.
    record QuerySmResp(
            int status,
            String messageId,
            String finalDate,
            int messageState,
            int errorCode,
            Tlvs tlvs)
            implements Response {
        public QuerySmResp {
            WireText.check("message_id", messageId, WireText.MESSAGE_ID);
            WireText.check("final_date", finalDate, WireText.TIME);
        }

        @Override
        public int commandId() {
            return CommandId.QUERY_SM_RESP.code();
        }
    }

    record CancelSm(String serviceType, String messageId, SmeAddress source, SmeAddress destination)
            implements Request {
        public CancelSm {
            WireText.check("service_type", serviceType, WireText.SERVICE_TYPE);
            WireText.check("message_id", messageId, WireText.MESSAGE_ID);
            WireText.check("source_addr", source.value(), WireText.ADDRESS);
            WireText.check("destination_addr", destination.value(), WireText.ADDRESS);
        }

        @Override
        public int commandId() {
            return CommandId.CANCEL_SM.code();
        }

        @Override
        public CancelSmResp answer(int status) {
            return new CancelSmResp(status);
        }
    }

    record CancelSmResp(int status) implements Response {
        @Override
        public int commandId() {
            return CommandId.CANCEL_SM_RESP.code();
        }
    }

    /// Answers what could not be read or is not known (SMPP 3.4 section 4.3).
    record GenericNack(int status) implements Response {
        public static GenericNack of(CommandStatus status) {
            return new GenericNack(status.code());
        }

        @Override
        public int commandId() {
            return CommandId.GENERIC_NACK.code();
        }
    }

    record Outbind(String systemId, String password) implements Notice {
        public Outbind {
            WireText.check("system_id", systemId, WireText.CREDENTIAL);
            WireText.check("password", password, WireText.CREDENTIAL);
        }

        @Override
        public int commandId() {
            return CommandId.OUTBIND.code();
        }

        @Override
        public String toString() {
            return "Outbind[" + systemId + "]"; // never the password
        }
    }

    record AlertNotification(SmeAddress source, SmeAddress esme, Tlvs tlvs) implements Notice {
        @Override
        public int commandId() {
            return CommandId.ALERT_NOTIFICATION.code();
        }
    }

    /// A command this implementation does not speak, kept whole.
    record Unknown(int commandId, int status, Octets body) implements Pdu {
        public Unknown {
            if (CommandId.of(commandId).isPresent()) {
                throw new IllegalArgumentException("known command 0x%08X".formatted(commandId));
            }
        }

        /// True for the request kind of command id: generic_nack is its answer.
        public boolean asks() {
            return (commandId & CommandId.RESPONSE) == 0;
        }
    }
}
