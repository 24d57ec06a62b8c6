package io.posthorn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that can be moved forward: `dev` uses it to bring schedules and retries near, tests to
/// pass hours at once.
public final class AdjustableTime implements Time {

    private final InstantSource base;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final Set<Signal> waiting = ConcurrentHashMap.newKeySet();

    public AdjustableTime(InstantSource base) {
        this.base = base;
    }

    /// Moves the clock; everything that waits looks at it again.
    public Instant advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + step);
        }
        offset.updateAndGet(o -> o.plus(step));
        waiting.forEach(Signal::raise);
        return now();
    }

    @Override
    public Instant now() {
        return base.instant().plus(offset.get());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public boolean await(Signal signal, Instant moment) throws InterruptedException {
        waiting.add(signal);
        try {
            return signal.await(Duration.between(now(), moment));
        } finally {
            waiting.remove(signal);
        }
    }
}
