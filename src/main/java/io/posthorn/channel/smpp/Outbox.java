package io.posthorn.channel.smpp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// PDUs on their way to the socket. They collect while others are being written, so that a busy
/// session needs few writes; in chunks, so that a stuck write holds few of them. Guarded by its
/// session's lock.
final class Outbox {
    private static final int CHUNK = 64 * 1024;
    private static final int LIMIT = 16 * 1024 * 1024; // a peer that leaves this unread is gone

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private @Nullable PduWriter spare;
    private long lastPut;
    private long lastTaken;
    private long size;

    private static final class Chunk {
        private final PduWriter octets;
        private long last;

        private Chunk(PduWriter octets) {
            this.octets = octets;
        }
    }

    /// Adds a PDU; the number given back tells it from those before and after.
    long put(int sequence, Pdu pdu) {
        Chunk chunk = chunks.peekLast();
        if (chunk == null || chunk.octets.size() >= CHUNK) {
            chunk = new Chunk(spare == null ? new PduWriter(CHUNK) : spare);
            spare = null;
            chunks.add(chunk);
        }
        int before = chunk.octets.size();
        PduCodec.encode(sequence, pdu, chunk.octets);
        size += chunk.octets.size() - before;
        chunk.last = ++lastPut;
        return lastPut;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean overflows() {
        return size > LIMIT;
    }

    /// The oldest chunk, for the one writer; from now on its PDUs count as written. There must be
    /// one.
    PduWriter take() {
        Chunk oldest = chunks.remove();
        lastTaken = oldest.last;
        size -= oldest.octets.size();
        return oldest.octets;
    }

    /// Gives a taken buffer back for use.
    void recycle(PduWriter written) {
        written.truncate(0);
        spare = written;
    }

    /// False only when not one octet of the PDU can have reached the socket.
    boolean mayBeWritten(long number) {
        return number <= lastTaken;
    }
}
