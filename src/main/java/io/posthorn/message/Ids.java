package io.posthorn.message;

import java.time.Instant;

/// Hands out id numbers that only grow, also across restarts and when the clock steps back.
public final class Ids {

    private long last;

    /// Continues after the greatest number ever handed out; 0 for a new store.
    public Ids(long last) {
        this.last = last;
    }

    /// The first of `count` consecutive numbers. The messages of one request are one block, so an
    /// operation finds them by range and needs no index.
    public synchronized long block(int count, Instant now) {
        long first = Math.max(last + 1, floor(now));
        last = first + count - 1;
        return first;
    }

    public long next(Instant now) {
        return block(1, now);
    }

    /// The smallest number an id made at `moment` can have: turns a filter by date into a range of
    /// ids.
    public static long floor(Instant moment) {
        return Math.max(0, moment.toEpochMilli()) << Ulid.COUNTER_BITS;
    }

    static Instant createdAt(long value) {
        return Instant.ofEpochMilli(value >>> Ulid.COUNTER_BITS);
    }
}
