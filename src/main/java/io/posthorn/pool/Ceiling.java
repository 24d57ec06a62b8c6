package io.posthorn.pool;

/// The rate a carrier was found to take, learned from its throttling answers. Times are seconds and
/// never step back.
///
/// When more than a few answers of a hundred are refusals, the rate falls to just under what the
/// carrier took in the last second, by at most half at once; when only a few are, by a little. In
/// between it creeps up, and leaps when nothing was refused for long. So it settles at a limit
/// nobody told us, costs hardly a refusal there, and finds the limit again when it moves.
///
/// A carrier that refuses everything, or some of everything whatever the rate, is not helped by a
/// lower one: then the sender pauses, or goes on as it is. `docs/decisions` has what was measured.
final class Ceiling {

    private static final double MEMORY = 100; // answers
    private static final double TOLERATED = 0.01; // share of refusals that is the price of knowing
    private static final double HEAVY = 0.05; // share of refusals that tells of more than a creep
    private static final double DROP = 0.5;
    private static final double MARGIN = 0.99; // of what was taken
    private static final double STEP = 0.96;
    private static final double STEP_EVERY = 3; // seconds, in which the creep is less than a step
    private static final double LEAST = 0.01; // of the configured rate; below it pauses do the rest
    private static final double CREEP = 0.01; // per second
    private static final double LEAP = 60; // seconds of calm that double the rate
    private static final int IN_VAIN =
            8; // times it was lowered to what was taken; a limit needs fewer
    private static final double NEVER_IN_VAIN = 0.15; // share of refusals
    private static final int SHUT = 10; // refusals in a row: nothing is taken
    private static final double FIRST_PAUSE = 0.25; // seconds; doubled while nothing is taken
    private static final double LONGEST_PAUSE = 5; // so that an end of the refusals is soon found

    private final double configured;
    private final LastSecond taken = new LastSecond();

    private double learned;
    private double learnedAt;
    private int lowered; // times since the last calm, to what was taken
    private double refused; // share of the last answers
    private int inARow; // refusals
    private double pauseEnds;
    private int pauses; // since something was taken

    Ceiling(double configured) {
        this.configured = configured;
        this.learned = configured;
    }

    /// Segments per second at `time`.
    double rate(double time) {
        double calm = time - learnedAt;
        return Math.min(configured, learned * (1 + CREEP * calm + Math.pow(calm / LEAP, 3)));
    }

    void accepted(int segments, double time) {
        taken.add(segments, time);
        refused -= refused / MEMORY;
        inARow = 0;
        pauses = 0;
        if (refused < TOLERATED && time > learnedAt + STEP_EVERY) {
            lowered = 0;
        }
    }

    /// Returns for how many seconds to pause.
    double throttled(double time) {
        refused += (1 - refused) / MEMORY;
        inARow++;
        if (time < pauseEnds) {
            return 0; // it was sent before the pause began
        }
        if (inARow > SHUT) {
            return pause(time);
        }
        if (time > learnedAt + LEAP || refused > NEVER_IN_VAIN) {
            lowered = 0;
        }
        return lowered < IN_VAIN ? lower(time) : 0;
    }

    private double lower(double time) {
        double rate = rate(time);
        if (refused > HEAVY) {
            learn(Math.clamp(taken.sum(time) * MARGIN, rate * DROP, rate * STEP), time);
            refused = 0;
            return pause(time);
        }
        if (refused > TOLERATED && time > learnedAt + STEP_EVERY) {
            learn(rate * STEP, time);
        }
        return 0;
    }

    private void learn(double rate, double time) {
        if (rate > rate(time) * DROP) {
            lowered++;
        }
        learned = Math.max(rate, configured * LEAST);
        learnedAt = time;
    }

    private double pause(double time) {
        double pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * Math.pow(2, pauses));
        pauses++;
        pauseEnds = time + pause;
        return pause;
    }
}
