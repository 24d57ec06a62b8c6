package io.posthorn.channel;

import io.posthorn.Signal;
import io.posthorn.Time;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Keeps an eye on a provider: tries it when there is doubt, and while it is down again and again;
/// tells the inbox what it finds.
public final class Watch implements AutoCloseable {
    private static final Duration LEAST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Probe probe;
    private final Inbox inbox;
    private final Time time;
    private final Signal doubt = new Signal();
    private final Thread thread;
    private volatile boolean up;
    private volatile boolean closed;
    private volatile String reason = "not connected yet";
    private Inbox.State told = Inbox.State.CONNECTING;
    private String toldReason = "";

    /// Finds out how a provider is, without asking anything of it.
    @FunctionalInterface
    public interface Probe {
        Found look() throws InterruptedException;
    }

    /// How a provider was found.
    ///
    /// @param state DISCONNECTED: not reached; SUSPENDED: reached, and it does not take our
    ///   credentials
    public record Found(Inbox.State state, String reason) {
        public static final Found WELL = new Found(Inbox.State.CONNECTED, "");

        public static Found away(String why) {
            return new Found(Inbox.State.DISCONNECTED, why);
        }

        public static Found refusing(String why) {
            return new Found(Inbox.State.SUSPENDED, why);
        }
    }

    /// @param host for the name of the thread
    public Watch(String host, Probe probe, Inbox inbox, Time time) {
        this.probe = probe;
        this.inbox = inbox;
        this.time = time;
        this.thread = Thread.ofVirtual().name("watch " + host).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Whether it can be reached.
    public boolean isUp() {
        return up;
    }

    /// Why it cannot be reached.
    public String reason() {
        return reason;
    }

    /// Somebody noticed that it may be down: it is tried at once.
    public void doubt() {
        doubt.raise();
    }

    /// Somebody who uses it found it so. Only the watch itself finds that it is back.
    public synchronized void found(Found now) {
        if (closed) {
            return;
        }
        if (now.state == Inbox.State.DISCONNECTED) {
            up = false;
            reason = now.reason;
        }
        if (now.state != told || !now.reason.equals(toldReason)) {
            told = now.state;
            toldReason = now.reason;
            inbox.state(now.state, now.reason);
        }
    }

    private synchronized void looked(Found now) {
        up = !closed && now.state != Inbox.State.DISCONNECTED;
        found(now);
    }

    private void run() {
        try {
            while (!closed) {
                looked(probe.look());
                time.await(doubt, time.now().plus(up ? A_DAY : pause()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /// With jitter, so that many servers do not come back in one moment.
    private static Duration pause() {
        return Duration.ofMillis(
                ThreadLocalRandom.current()
                        .nextLong(LEAST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            up = false;
            reason = "closed";
        }
        thread.interrupt();
    }
}
