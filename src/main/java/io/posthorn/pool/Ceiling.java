package io.posthorn.pool;

/// The rate a carrier was found to take, learned from its throttling answers. Times are epoch
/// seconds.
///
/// Each episode of throttling lowers the rate by three tenths, yet never below what the carrier
/// took in the last second; a calm spell is followed by careful growth. So the rate settles just
/// under a limit nobody told us, and finds it again when it moves.
final class Ceiling {

    private static final double DROP = 0.7;
    private static final double MARGIN =
            0.98; // of what was taken: the next second should hold no refusal
    private static final double HOLD = 30; // seconds of calm before it grows
    private static final double GROWTH = 1.05; // per second
    private static final double FIRST_PAUSE =
            0.25; // seconds; doubled by each episode that follows closely
    private static final double LONGEST_PAUSE = 30;
    private static final double CALM =
            10; // seconds after which an episode counts as the first again
    private static final int SLICES = 20; // of the last second

    private final double configured;
    private final int[] taken = new int[SLICES];
    private long slice;

    private double learned;
    private double learnedAt;
    private double episodeEnds = Double.NEGATIVE_INFINITY;
    private int episodes;

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
    }

    /// Returns for how many seconds to pause; 0 for an answer to something sent before the pause
    /// began.
    double throttled(double time) {
        if (time < episodeEnds) {
            return 0;
        }
        episodes = time < episodeEnds + CALM ? episodes + 1 : 0;
        learned = Math.max(rate(time) * DROP, takenInTheLastSecond(time) * MARGIN);
        learnedAt = time;
        double pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * Math.pow(2, episodes));
        episodeEnds = time + pause;
        return pause;
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
