package io.posthorn.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// How a sender's messages ended in the last 15 minutes, by their receipts. Safe for many threads.
public final class ReceiptRecord {

    private static final int MINUTES = 15;
    private static final Duration SLOW = Duration.ofMinutes(5);

    private final int[] good = new int[MINUTES];
    private final int[] bad = new int[MINUTES];
    private long newest;

    /// A message was confirmed `took` after it was taken.
    public synchronized void confirmed(Duration took, Instant now) {
        count(took.compareTo(SLOW) > 0 ? bad : good, now);
    }

    /// A message failed by a receipt that speaks against the sender.
    public synchronized void failed(Instant now) {
        count(bad, now);
    }

    synchronized int count(Instant now) {
        forget(now);
        return sum(good) + sum(bad);
    }

    /// Share of bad ones; 0 when there are none.
    synchronized double badShare(Instant now) {
        int count = count(now);
        return count == 0 ? 0 : (double) sum(bad) / count;
    }

    private void count(int[] of, Instant now) {
        forget(now);
        of[Math.floorMod(minute(now), MINUTES)]++;
    }

    private void forget(Instant now) {
        long minute = minute(now);
        for (long each = Math.max(newest + 1, minute - MINUTES + 1); each <= minute; each++) {
            good[Math.floorMod(each, MINUTES)] = 0;
            bad[Math.floorMod(each, MINUTES)] = 0;
        }
        newest = Math.max(newest, minute);
    }

    private static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 60L);
    }

    private static int sum(int[] values) {
        return Arrays.stream(values).sum();
    }
}
