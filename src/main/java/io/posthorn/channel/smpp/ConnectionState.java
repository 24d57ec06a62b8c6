package io.posthorn.channel.smpp;

import io.posthorn.channel.Inbox;

/// What the operator is told about a connection, from `CONNECTING` on: connected while at least one
/// session can send.
final class ConnectionState {
    private final Inbox inbox;
    private Inbox.State told = Inbox.State.CONNECTING;
    private String toldReason = "";
    private String reason = "not connected yet";
    private boolean closed;

    ConnectionState(Inbox inbox) {
        this.inbox = inbox;
    }

    /// Why it is, or last was, not connected.
    synchronized String reason() {
        return reason;
    }

    synchronized void ended(String why) {
        reason = why;
    }

    synchronized void changed(int transmitters) {
        if (transmitters > 0) {
            tell(Inbox.State.CONNECTED, "");
        } else if (told == Inbox.State.CONNECTED) {
            tell(Inbox.State.CONNECTING, reason);
        }
    }

    synchronized void failed(String why, int transmitters) {
        reason = why;
        if (transmitters == 0) {
            tell(Inbox.State.DISCONNECTED, why);
        }
    }

    synchronized void close() {
        closed = true;
    }

    private void tell(Inbox.State state, String why) {
        if (!closed && (state != told || !why.equals(toldReason))) {
            told = state;
            toldReason = why;
            inbox.state(state, why);
        }
    }
}
