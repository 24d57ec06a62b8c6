package io.posthorn.bench;

import java.util.Arrays;
import java.util.Locale;

/// Durations in order.
final class Percentiles {

    private final long[] sorted;
    private final double perMilli;

    /// @param perMilli how many of the unit make a millisecond
    Percentiles(long[] durations, double perMilli) {
        this.sorted = durations.clone();
        this.perMilli = perMilli;
        Arrays.sort(sorted);
    }

    private double millis(double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / perMilli;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                millis(0.5),
                millis(0.99),
                millis(1));
    }
}
