package io.posthorn.event;

import io.posthorn.message.WebhookId;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;

/// How far an endpoint has been told the log. Written behind: after a crash the last second is told
/// again.
final class Cursor {

    private static final Duration AFTER_DELIVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_SKIPPING =
            Duration.ofMinutes(1); // nobody would be told twice

    private final Store store;
    private final String name;
    private long stored;
    private long position;
    private int moves;
    private boolean delivered;
    private Instant writtenAt = Instant.EPOCH;

    Cursor(Store store, WebhookId webhook) {
        this.store = store;
        this.name = name(webhook);
        this.stored = store.cursor(name);
        this.position = stored;
    }

    static String name(WebhookId webhook) {
        return "webhook:" + webhook;
    }

    /// Where it is, and how often it was sent elsewhere: it may have been sent to where it was.
    record Mark(long position, int moves) {}

    synchronized Mark mark() {
        return new Mark(position, moves);
    }

    /// Nothing up to `to` was for the endpoint.
    synchronized void skip(Mark from, long to) {
        if (mark().equals(from)) {
            position = to;
        }
    }

    /// The endpoint took everything up to `to`, unless it was sent back meanwhile.
    synchronized void advance(Mark from, long to) {
        if (mark().equals(from)) {
            position = to;
            delivered = true;
        }
    }

    /// Sends the endpoint to another place; durable when this returns.
    synchronized void moveTo(long to) {
        position = to;
        moves++;
        write();
    }

    /// Writes it when that is due; when it is due next.
    synchronized Instant write(Instant now) {
        if (position == stored) {
            return now.plus(AFTER_SKIPPING);
        }
        Instant due = writtenAt.plus(delivered ? AFTER_DELIVERY : AFTER_SKIPPING);
        if (due.isAfter(now)) {
            return due;
        }
        write();
        writtenAt = now;
        return now.plus(AFTER_SKIPPING);
    }

    synchronized void write() {
        if (position != stored) {
            if (!store.advance(name, stored, position)) {
                throw new IllegalStateException(name + " was moved by somebody else");
            }
            stored = position;
            delivered = false;
        }
    }
}
