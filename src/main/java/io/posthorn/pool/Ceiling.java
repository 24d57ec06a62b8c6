package io.posthorn.pool;

/// The rate a carrier was found to take, learned from its throttling answers. Times are epoch
/// seconds.
///
/// Each episode of throttling lowers the rate by three tenths, yet never below what the carrier
/// took in the last second; a calm spell is followed by careful growth. So the rate settles just
/// under a limit nobody told us, and finds it again when it moves. Pauses double only while the
/// carrier takes nothing at all: one refusal every few seconds is what knowing the limit costs.
final class Ceiling {

    private static final double DROP = 0.7;
    private static final double MARGIN =
            0.98; // of what was taken: the next second should hold no refusal
    private static final double MARGIN_LEAST = 0.95; // when refusals follow each other
    private static final double MARGIN_STEP = 0.01;
    private static final double HOLD = 30; // seconds of calm before it grows
    private static final double GROWTH = 1.05; // per second
    private static final double FIRST_PAUSE =
            0.25; // seconds; doubled by each episode in which nothing was taken
    private static final double LONGEST_PAUSE = 30;
    private static final double CALM =
            10; // seconds after which an episode counts as the first again
    private static final int SLICES = 100; // of the last second: a count is 1 % short at most

    private final double configured;
    private final int[] taken = new int[SLICES];
    private long slice;

    private double learned;
    private double learnedAt;
    private double episodeEnds = Double.NEGATIVE_INFINITY;
    private double margin = MARGIN;
    private boolean takenSince; // the last episode
    private int doublings;

    Ceiling(double configured) {
        this.configured = configured;
        this.learned = configured;
    }

    double rate(double time) {
        double growing = time - learnedAt - HOLD;
        return growing <= 0 ? learned : Math.min(configured, learned * Math.pow(GROWTH, growing));
    }

    void accepted(int segments, double time) {
        moveTo(time);
        taken[(int) (slice % SLICES)] += segments;
        takenSince |= time >= episodeEnds;
    }

    /// The carrier was found to take less than the configured rate.
    boolean isFelt(double time) {
        return rate(time) < configured;
    }

    /// Returns for how many seconds to pause; 0 for an answer to something sent before the pause
    /// began.
    double throttled(double time) {
        if (time < episodeEnds) {
            return 0;
        }
        if (time >= episodeEnds + CALM) {
            margin = MARGIN;
            doublings = -1;
        }
        learn(time);
        doublings = takenSince ? 0 : doublings + 1;
        takenSince = false;
        double pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * Math.pow(2, doublings));
        episodeEnds = time + pause;
        return pause;
    }

    private void learn(double time) {
        double lower = rate(time) * DROP;
        double found = takenInTheLastSecond(time) * margin;
        if (found > lower) {
            margin = Math.max(MARGIN_LEAST, margin - MARGIN_STEP);
        }
        learned = Math.min(configured, Math.max(lower, found));
        learnedAt = time;
    }

    private int takenInTheLastSecond(double time) {
        moveTo(time);
        int sum = 0;
        for (int count : taken) {
            sum += count;
        }
        return sum;
    }

    private void moveTo(double time) {
        long now = (long) (time * SLICES);
        if (now < slice || now - slice >= SLICES) {
            java.util.Arrays.fill(taken, 0);
        } else {
            for (long s = slice + 1; s <= now; s++) {
                taken[(int) (s % SLICES)] = 0;
            }
        }
        slice = now;
    }
}
