package io.posthorn;

import java.time.Duration;
import java.time.Instant;

/// The only clock and the only sleep. Everything that waits or asks the time is given one of these,
/// so that a test can pass a two-minute rule in a millisecond.
public interface Time {

    /// The time of day, for deadlines and records. It may step when the machine's clock is set.
    Instant now();

    /// Nanoseconds from an arbitrary origin that never step back, for measuring how long something
    /// took.
    long nanos();

    /// Waits until `signal` is raised or `moment` has come; true when it was raised. Lowers the
    /// signal.
    boolean await(Signal signal, Instant moment) throws InterruptedException;

    /// Returns at `moment` or later; at once when it has passed.
    default void sleepUntil(Instant moment) throws InterruptedException {
        var nobodyRaises = new Signal();
        while (now().isBefore(moment)) {
            await(nobodyRaises, moment);
        }
    }

    /// The machine's own clock.
    static Time system() {
        return SystemTime.INSTANCE;
    }

    /// A singleton: it has no state of its own.
    enum SystemTime implements Time {
        INSTANCE;

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public boolean await(Signal signal, Instant moment) throws InterruptedException {
            return signal.await(Duration.between(now(), moment));
        }
    }
}
