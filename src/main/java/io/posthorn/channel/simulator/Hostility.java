package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.CommandId;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.PduCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Octets no carrier should send, in place of or before an answer.
public enum Hostility {
    /// Random octets for an answer.
    GARBAGE {
        @Override
        void attack(Link link, int sequence, Pdu.Response answer) {
            byte[] octets = new byte[64];
            new SplittableRandom(sequence).nextBytes(octets);
            octets[0] = (byte) 0xFF; // never by chance a possible length
            link.sendRaw(octets);
        }
    },
    /// The first half of the answer, then the end of the connection.
    TRUNCATED {
        @Override
        void attack(Link link, int sequence, Pdu.Response answer) {
            byte[] whole = PduCodec.encode(sequence, answer);
            link.sendRaw(Arrays.copyOf(whole, whole.length / 2));
            link.hangUpAfterWriting();
        }
    },
    /// A length no PDU can have.
    OVERSIZED {
        @Override
        void attack(Link link, int sequence, Pdu.Response answer) {
            link.sendRaw(header(Integer.MAX_VALUE, answer.commandId(), sequence));
        }
    },
    /// A well-formed PDU of a command nobody knows, then the answer.
    UNKNOWN_COMMAND {
        @Override
        void attack(Link link, int sequence, Pdu.Response answer) {
            link.sendRaw(header(PduCodec.HEADER, 0x0777, sequence));
            link.send(sequence, answer);
        }
    },
    /// A deliver_sm without its body, then the answer.
    MALFORMED_BODY {
        @Override
        void attack(Link link, int sequence, Pdu.Response answer) {
            link.sendRaw(header(PduCodec.HEADER, CommandId.DELIVER_SM.code(), sequence));
            link.send(sequence, answer);
        }
    };

    abstract void attack(Link link, int sequence, Pdu.Response answer);

    private static byte[] header(int length, int commandId, int sequence) {
        return ByteBuffer.allocate(PduCodec.HEADER)
                .putInt(length)
                .putInt(commandId)
                .putInt(0)
                .putInt(sequence)
                .array();
    }
}
