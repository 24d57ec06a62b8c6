package io.posthorn.channel.smpp;

import org.jspecify.annotations.Nullable;

/// PDUs on their way to the socket. They collect in one buffer while another is being written, so
/// that a busy session needs few writes. Guarded by its session's lock.
final class Outbox {
    private static final int CAPACITY = 64 * 1024;
    private static final int LIMIT = 16 * 1024 * 1024; // a peer that leaves this unread is gone

    private PduWriter collecting = new PduWriter(CAPACITY);
    private @Nullable PduWriter spare = new PduWriter(CAPACITY);
    private long lastPut;
    private long lastTaken;

    /// Adds a PDU; the number given back tells it from those before and after.
    long put(int sequence, Pdu pdu) {
        PduCodec.encode(sequence, pdu, collecting);
        return ++lastPut;
    }

    boolean isEmpty() {
        return collecting.size() == 0;
    }

    boolean overflows() {
        return collecting.size() > LIMIT;
    }

    /// Everything put so far, for the one writer. From now on it counts as written.
    PduWriter take() {
        PduWriter full = collecting;
        collecting = spare == null ? new PduWriter(CAPACITY) : spare;
        spare = null;
        lastTaken = lastPut;
        return full;
    }

    /// Gives a taken buffer back for use, unless a burst has blown it up.
    void recycle(PduWriter written) {
        if (written.bytes().length <= 4 * CAPACITY) {
            written.truncate(0);
            spare = written;
        }
    }

    /// False only when not one octet of the PDU can have reached the socket.
    boolean mayBeWritten(long number) {
        return number <= lastTaken;
    }
}
