package io.posthorn.channel.smpp;

import java.util.Optional;

/// The commands this implementation speaks (SMPP 3.4 section 5.1.2.1, SMPP 5.0 section 4.7.5). Any
/// other is carried as `Pdu.Unknown`.
public enum CommandId {
    GENERIC_NACK(0x80000000),
    BIND_RECEIVER(0x00000001),
    BIND_RECEIVER_RESP(0x80000001),
    BIND_TRANSMITTER(0x00000002),
    BIND_TRANSMITTER_RESP(0x80000002),
    QUERY_SM(0x00000003),
    QUERY_SM_RESP(0x80000003),
    SUBMIT_SM(0x00000004),
    SUBMIT_SM_RESP(0x80000004),
    DELIVER_SM(0x00000005),
    DELIVER_SM_RESP(0x80000005),
    UNBIND(0x00000006),
    UNBIND_RESP(0x80000006),
    CANCEL_SM(0x00000008),
    CANCEL_SM_RESP(0x80000008),
    BIND_TRANSCEIVER(0x00000009),
    BIND_TRANSCEIVER_RESP(0x80000009),
    OUTBIND(0x0000000B),
    ENQUIRE_LINK(0x00000015),
    ENQUIRE_LINK_RESP(0x80000015),
    ALERT_NOTIFICATION(0x00000102),
    DATA_SM(0x00000103),
    DATA_SM_RESP(0x80000103);

    /// Set in the command id of every answer.
    static final int RESPONSE = 0x80000000;

    private final int code;

    CommandId(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// The command with this code, or nothing.
    public static Optional<CommandId> of(int code) {
        CommandId[] table = (code & RESPONSE) == 0 ? Codes.REQUESTS : Codes.RESPONSES;
        int index = code & ~RESPONSE;
        return index < table.length ? Optional.ofNullable(table[index]) : Optional.empty();
    }

    private static final class Codes {
        private static final int SIZE = 0x104; // one past data_sm, the highest command here
        static final CommandId[] REQUESTS = new CommandId[SIZE];
        static final CommandId[] RESPONSES = new CommandId[SIZE];

        static {
            for (CommandId command : values()) {
                CommandId[] table = (command.code & RESPONSE) == 0 ? REQUESTS : RESPONSES;
                table[command.code & ~RESPONSE] = command;
            }
        }
    }
}
