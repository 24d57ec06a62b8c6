package io.posthorn.channel.simulator;

import java.time.Duration;

/// Admits at most `limit` in any second, wherever that second begins: a counter that starts anew
/// with each second lets twice as many through around its edge.
final class SlidingSecond {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long[] admitted; // a ring of the last `limit` times
    private int next;
    private long count;

    SlidingSecond(int limit) {
        this.admitted = new long[limit];
    }

    synchronized boolean admit(long nanos) {
        boolean full = count >= admitted.length && nanos - admitted[next] < SECOND;
        if (!full) {
            admitted[next] = nanos;
            next = (next + 1) % admitted.length;
            count++;
        }
        return !full;
    }
}
