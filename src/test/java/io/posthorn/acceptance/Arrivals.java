package io.posthorn.acceptance;

import io.posthorn.channel.simulator.Submitted;
import java.util.List;

/// What the carrier saw come in, in the order and at the moments it came: one short message, that
/// is one segment, each.
record Arrivals(List<Submitted> submits) {

    static final long SECOND = 1_000_000_000;

    Arrivals {
        submits = List.copyOf(submits);
    }

    Arrivals of(String sender) {
        return new Arrivals(submits.stream().filter(s -> s.from().equals(sender)).toList());
    }

    Arrivals accepted() {
        return new Arrivals(submits.stream().filter(Submitted::accepted).toList());
    }

    Arrivals between(long fromNanos, long toNanos) {
        return new Arrivals(
                submits.stream()
                        .filter(s -> s.nanos() >= fromNanos && s.nanos() < toNanos)
                        .toList());
    }

    int count() {
        return submits.size();
    }

    long first() {
        return submits.getFirst().nanos();
    }

    long last() {
        return submits.getLast().nanos();
    }

    /// The most in any second, wherever it begins.
    int peakPerSecond() {
        int peak = 0;
        int from = 0;
        for (int to = 0; to < submits.size(); to++) {
            while (submits.get(to).nanos() - submits.get(from).nanos() >= SECOND) {
                from++;
            }
            peak = Math.max(peak, to - from + 1);
        }
        return peak;
    }
}
