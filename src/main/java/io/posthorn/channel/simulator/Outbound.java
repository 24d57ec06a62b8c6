package io.posthorn.channel.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Octets on their way to a socket. They collect while others are being written, so that a busy
/// link needs few writes and nobody but its writer ever waits for the network.
final class Outbound {
    private static final int STUCK = 16 * 1024 * 1024; // nobody reads the other end

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(64 * 1024);
    private boolean finishing;

    /// Octets added after the end are lost, as on a real line.
    synchronized void add(byte[] octets) {
        if (finishing) {
            return;
        }
        if (waiting.size() == 0) {
            notifyAll();
        }
        waiting.writeBytes(octets);
        finishing = waiting.size() > STUCK;
    }

    /// What was added so far is still written, then [#writeTo(OutputStream)] returns.
    synchronized void finish() {
        finishing = true;
        notifyAll();
    }

    void writeTo(OutputStream wire) throws IOException, InterruptedException {
        for (byte[] full = take(); full.length > 0; full = take()) {
            wire.write(full);
        }
    }

    private synchronized byte[] take() throws InterruptedException {
        while (waiting.size() == 0 && !finishing) {
            wait();
        }
        byte[] full = waiting.toByteArray();
        waiting.reset();
        return full;
    }
}
