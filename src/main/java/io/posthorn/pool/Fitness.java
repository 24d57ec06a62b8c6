package io.posthorn.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A member's health in a pool by its receipts: falls by a fifth at most once a minute while it is
/// clearly worse than the others, and comes back by a tenth each five quiet minutes (routing.md,
/// section 6).
final class Fitness {

    private static final double LEAST = 0.1;
    private static final double CUT = 0.8;
    private static final double RISE = 0.1;
    private static final Duration CUT_EVERY = Duration.ofSeconds(60);
    private static final Duration RISE_EVERY = Duration.ofMinutes(5);

    private double score = 1;
    private Instant changed = Instant.EPOCH;

    /// It went up or down.
    record Turn(double from, double to) {}

    double score() {
        return score;
    }

    Instant changed() {
        return changed;
    }

    Optional<Turn> worse(Instant now) {
        boolean may = score > LEAST && !now.isBefore(changed.plus(CUT_EVERY));
        return may ? to(Math.max(LEAST, score * CUT), now) : Optional.empty();
    }

    Optional<Turn> quiet(Instant now) {
        boolean may = score < 1 && !now.isBefore(changed.plus(RISE_EVERY));
        return may ? to(Math.min(1, score + RISE), now) : Optional.empty();
    }

    private Optional<Turn> to(double next, Instant now) {
        var turn = new Turn(score, next);
        score = next;
        changed = now;
        return Optional.of(turn);
    }
}
