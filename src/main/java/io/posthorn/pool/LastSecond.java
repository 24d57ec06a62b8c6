package io.posthorn.pool;

import java.util.ArrayDeque;
import java.util.Deque;

/// How many segments something happened to in the second that ends now. Times are seconds and never
/// step back.
final class LastSecond {

    private static final double SECOND = 1 + 1e-6; // times since 1970 are exact to 0.2 microseconds

    private record Some(double at, int segments) {}

    private final Deque<Some> some = new ArrayDeque<>();
    private int sum;

    void add(int segments, double time) {
        forget(time);
        some.addLast(new Some(time, segments));
        sum += segments;
    }

    int sum(double time) {
        forget(time);
        return sum;
    }

    /// The first moment, not before `time`, at which no more than `rest` are left if none are
    /// added.
    double atMost(double rest, double time) {
        int left = sum(time);
        double moment = time;
        for (Some next : some) {
            if (left <= rest) {
                break;
            }
            left -= next.segments();
            moment = next.at() + SECOND;
        }
        return moment;
    }

    private void forget(double time) {
        while (!some.isEmpty() && some.getFirst().at() + SECOND <= time) {
            sum -= some.removeFirst().segments();
        }
    }
}
