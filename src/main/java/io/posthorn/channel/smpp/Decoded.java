package io.posthorn.channel.smpp;

/// What the octets at the head of a buffer turned out to be.
public sealed interface Decoded {

    /// One whole PDU and the number that pairs a request with its answer.
    record Frame(int sequence, Pdu pdu) implements Decoded {}

    /// The length was good but the body is not what its command says. The stream goes on behind it.
    /// `status` is the command_status of its header.
    record Malformed(int commandId, int status, int sequence, CommandStatus error, String why)
            implements Decoded {

        /// True for the request kind of command id: generic_nack with `error` is its answer.
        public boolean asks() {
            return (commandId & CommandId.RESPONSE) == 0;
        }
    }

    /// The length itself is impossible: nobody can tell where the next PDU starts, so the session
    /// has to end.
    record Unframed(long commandLength) implements Decoded {}

    /// The PDU is not all there yet; it is `length` octets long (0 while even that is not known).
    record Incomplete(int length) implements Decoded {}
}
