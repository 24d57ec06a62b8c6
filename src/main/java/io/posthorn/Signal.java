package io.posthorn;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// "There is something to do", from any thread to the one that waits. Raising twice is raising
/// once.
public final class Signal {

    private static final Duration LONGEST = Duration.ofDays(1); // keeps the nanoseconds in a long

    private final Semaphore raised = new Semaphore(0);

    public void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /// Waits at most `timeout`; true when it was raised. Lowers it.
    boolean await(Duration timeout) throws InterruptedException {
        Duration wait = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        boolean was = raised.tryAcquire(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
        if (was) {
            raised.drainPermits();
        }
        return was;
    }
}
