package io.posthorn.channel.smpp;

import io.posthorn.Time;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Keeps one bind up: connects, waits until the session ends, connects again, ever more slowly
/// while it fails.
final class BindKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(BindKeeper.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4); // who is back waits <= 5 s
    private static final Duration WRONG_PASSWORD_PAUSE =
            Duration.ofSeconds(30); // carriers lock accounts that try too often
    private static final Duration STEADY = Duration.ofSeconds(5); // a session that lived counts

    /// A carrier that lets us in again is there: it is asked again within a second.
    private static final int FLAPPING_MAX = 2;

    private final BindRole role;
    private final Opener opener;
    private final Events events;
    private final Time time;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable SmppSession session;
    private int failures;

    /// How to get a bound session.
    interface Opener {
        SmppSession open(BindRole role) throws IOException, InterruptedException;
    }

    /// What becomes of the bind.
    interface Events {
        void up(SmppSession session);

        void down(SmppSession session);

        void failed(String why);
    }

    BindKeeper(String name, BindRole role, Opener opener, Events events, Time time) {
        this.role = role;
        this.opener = opener;
        this.events = events;
        this.time = time;
        this.thread = Thread.ofVirtual().name("smpp-bind " + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                Duration pause = safelyKeep();
                time.sleepUntil(time.now().plus(jittered(pause)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private Duration safelyKeep() throws InterruptedException {
        try {
            return keep();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The bind failed in an unexpected way and is tried again", e);
            return LONGEST_PAUSE;
        }
    }

    /// One life of the bind; answers how long to wait before the next.
    private Duration keep() throws InterruptedException {
        long from = time.nanos();
        try {
            SmppSession bound = opener.open(role);
            session = bound;
            events.up(bound);
            try {
                bound.awaitEnd();
            } finally {
                bound.abort(); // changes nothing unless we were closed a moment after the bind
                events.down(bound);
            }
            boolean steady = time.nanos() - from >= STEADY.toNanos();
            failures = steady ? 0 : Math.min(failures + 1, FLAPPING_MAX);
        } catch (BindRefused e) {
            failures++;
            events.failed(CommandStatus.name(e.status()));
            if (e.wrongCredentials()) {
                return WRONG_PASSWORD_PAUSE;
            }
        } catch (IOException e) {
            failures++;
            events.failed(reason(e));
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 4));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /// Half to all of it, so that many binds do not come back in one moment.
    private static Duration jittered(Duration pause) {
        long most = pause.toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    /// Unbinds and stops; returns when the session is over.
    @Override
    public void close() {
        closing = true;
        SmppSession last = session;
        if (last != null) {
            last.close();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
