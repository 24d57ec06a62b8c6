package io.posthorn.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Measures when this machine kept a thread from running that was due: no server sends in that
/// time, and what it sent before arrives late and together.
final class Stalls implements AutoCloseable {

    private static final long TICK = 1_000_000;
    private static final long NOTICEABLE = 20_000_000; // shorter ones a sender makes up for

    /// The longest that is not told of, in seconds.
    static final double UNNOTICED = NOTICEABLE / 1e9;

    private record Stall(long from, long to) {

        long within(long since, long until) {
            return Math.max(0, Math.min(to, until) - Math.max(from, since));
        }
    }

    private final List<Stall> stalls = new ArrayList<>();
    private volatile boolean over;

    static Stalls watch() {
        var stalls = new Stalls();
        Thread.ofVirtual().name("stalls").start(stalls::run);
        return stalls;
    }

    private void run() {
        long before = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(TICK);
            long now = System.nanoTime();
            if (now - before > NOTICEABLE) {
                add(new Stall(before + TICK, now));
            }
            before = now;
        }
    }

    private synchronized void add(Stall stall) {
        stalls.add(stall);
    }

    /// Seconds of all stalls from one `System.nanoTime()` to another, at most a twentieth of that
    /// time: a rate is not excused by more, because part of what a stall held back is made up for.
    synchronized double between(long since, long until) {
        long all = stalls.stream().mapToLong(s -> s.within(since, until)).sum();
        return Math.min(all, (until - since) / 20) / 1e9;
    }

    /// Seconds of the longest stall in that time.
    synchronized double longest(long since, long until) {
        return stalls.stream().mapToLong(s -> s.within(since, until)).max().orElse(0) / 1e9;
    }

    @Override
    public void close() {
        over = true;
    }
}
