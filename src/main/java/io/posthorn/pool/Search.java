package io.posthorn.pool;

import io.posthorn.message.Policy.Choosing;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.SenderId;
import io.posthorn.pool.Ranking.Band;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One look around a pool for one message, best members first. Changes nothing but what the pool
/// remembers of rooms.
final class Search {

    private static final int OTHERS_TOLD = 8; // so that a decision record stays below 1 KB
    private static final Duration DOWN_PATIENCE = Duration.ofSeconds(1);

    final Candidate message;
    final Ranking ranking;
    final Instant now;
    final Instant limit;
    private final Pool pool;
    private final Choosing rules;
    private final long nowNanos;
    private final long limitNanos;
    private final Duration waited;

    private boolean again; // looks at those that failed it before
    private boolean failedBefore; // there are such
    private boolean backOff;
    private boolean waitsForOwner;
    private @Nullable Band able; // the best with a member that can
    private @Nullable Band chosen;
    private Verdict.Rule rule = Verdict.Rule.SHARE;
    private Instant wake = Instant.MAX;
    private Passed lacks = Passed.RATE;
    private Instant unableUntil = Instant.MAX;
    private Passed unable = Passed.DOWN;

    Search(Pool pool, Candidate message, Ranking ranking, Instant now, Instant limit) {
        this.pool = pool;
        this.rules = pool.rules();
        this.message = message;
        this.ranking = ranking;
        this.now = now;
        this.limit = limit;
        this.nowNanos = Pool.nanos(now);
        this.limitNanos = Pool.nanos(limit);
        this.waited = Duration.between(message.since(), now);
    }

    /// The member to use, its room checked; -1 for nobody.
    int run() {
        int best = walk();
        if (best < 0 && able == null && failedBefore) {
            again = true;
            return walk();
        }
        return best;
    }

    private int walk() {
        for (Band band : ranking.bands()) {
            if (mayEnter(band)) {
                int best = look(band);
                if (best >= 0) {
                    chosen = band;
                    return best;
                }
            }
        }
        return -1;
    }

    private boolean mayEnter(Band band) {
        if (able == null) {
            return true;
        }
        if (waitsForOwner || backOff) {
            return false;
        }
        return band.tier() > able.tier()
                ? hasWaited(rules.tierSpillAfter(), Passed.TIER)
                : hasWaited(Optional.of(rules.maxRungWait()), Passed.RUNG);
    }

    /// Empty: for ever.
    private boolean hasWaited(Optional<Duration> longest, Passed why) {
        if (longest.isEmpty()) {
            return false;
        }
        if (waited.compareTo(longest.get()) >= 0) {
            return true;
        }
        wakeAt(message.since().plus(longest.get()), why);
        return false;
    }

    private int look(Band band) {
        if (rules.sticky().mode() != StickyMode.NONE) {
            int owner = owner(band);
            if (owner >= 0) {
                able = able == null ? band : able;
                if (!backOff() && pool.hasRoom(owner, message.segments(), now, limit)) {
                    rule = Verdict.Rule.OWNER;
                    return owner;
                }
                if (keepsIt() && !hasWaited(rules.sticky().maxWait(), Passed.NOT_OWNER)) {
                    waitsForOwner = true;
                    waitForRoom(owner, Passed.NOT_OWNER);
                    return -1;
                }
            }
        }
        return leastGiven(band);
    }

    private boolean backOff() {
        backOff = again && now.isBefore(message.notBefore());
        return backOff;
    }

    // Whom a recipient keeps

    private int owner(Band band) {
        int assigned = message.assigned().map(pool::index).orElse(-1);
        if (assigned >= 0
                && ranking.never(assigned) == null
                && pool.seat(assigned).member().tier() == band.tier()
                && able(assigned)) {
            return assigned;
        }
        return hashOwner(band);
    }

    /// In the mode that records, only who has heard from somebody waits for that sender.
    private boolean keepsIt() {
        return rules.sticky().mode() != StickyMode.RECORDED || message.assigned().isPresent();
    }

    Optional<Integer> hashOwner() {
        return ranking.bands().stream().map(this::hashOwner).filter(i -> i >= 0).findFirst();
    }

    private int hashOwner(Band band) {
        int owner = Ranking.owner(band, message.key(), i -> able(i) && keeps(i));
        return owner >= 0 ? owner : Ranking.owner(band, message.key(), this::able);
    }

    /// A degraded member gives up a share of its recipients, always the same ones.
    private boolean keeps(int index) {
        double fit = pool.fit(index);
        return fit >= 1
                || Rendezvous.chance(message.key(), pool.seat(index).sender().id().value()) < fit;
    }

    // Who was given least

    private int leastGiven(Band band) {
        int best = -1;
        double bestPass = Double.POSITIVE_INFINITY;
        for (int i : band.seats()) {
            if (pool.roomAt(i) > limitNanos || pool.downUntil(i) > nowNanos) {
                continue;
            }
            double pass = pool.pass(ranking, i);
            if (pass < bestPass
                    && able(i)
                    && !backOff(band)
                    && pool.hasRoom(i, message.segments(), now, limit)) {
                best = i;
                bestPass = pass;
            }
        }
        if (best < 0) {
            waitForRoom(band);
        } else {
            able = able == null ? band : able;
        }
        rule = Verdict.Rule.SHARE;
        return best;
    }

    private boolean backOff(Band band) {
        able = able == null ? band : able;
        return backOff();
    }

    private void waitForRoom(Band band) {
        int first = -1; // of those known to have no room, without asking them
        for (int i : band.seats()) {
            boolean known =
                    pool.roomAt(i) > limitNanos
                            && pool.isEqualForAll(i)
                            && message.tries().isEmpty();
            if (known) {
                first = first < 0 || pool.roomAt(i) < pool.roomAt(first) ? i : first;
            } else if (able(i)) {
                able = able == null ? band : able;
                waitForRoom(i, pool.lacks(i));
            }
        }
        if (first >= 0) {
            able = able == null ? band : able;
            waitForRoom(first, pool.lacks(first));
        }
    }

    private void waitForRoom(int index, Passed why) {
        if (pool.lacks(index) == Passed.WINDOW && pool.roomAt(index) > nowNanos) {
            wakeAt(pool.roomKnownAt(index), why);
            return;
        }
        Instant opening =
                pool.roomAt(index) > limitNanos
                        ? pool.roomKnownAt(index)
                        : pool.seat(index).gate().opening(message.segments(), now);
        wakeAt(opening.minus(Duration.between(now, limit)), why);
    }

    private void wakeAt(Instant moment, Passed why) {
        if (moment.isBefore(wake)) {
            wake = moment;
            lacks = why;
        }
    }

    // Who can at all

    private boolean able(int index) {
        return unable(index, true) == null;
    }

    private @Nullable Passed unable(int index, boolean remember) {
        Seat seat = pool.seat(index);
        SenderId id = seat.sender().id();
        if (!message.mayTry(id)) {
            return Passed.FAILED_TWICE;
        }
        if (!again && message.tried(id)) {
            failedBefore |= remember;
            return Passed.FAILED_BEFORE;
        }
        if (!seat.wire().up()) {
            pool.foundDown(index, nowNanos);
            return noted(Passed.DOWN, now.plus(DOWN_PATIENCE));
        }
        Optional<Instant> broken = seat.breakerOpens(now);
        if (broken.isPresent()) {
            return noted(Passed.BREAKER, broken.get());
        }
        return seat.standing().equalForAll() ? null : limited(seat.standing());
    }

    private @Nullable Passed limited(Standing standing) {
        Optional<Instant> quota =
                standing.allowance()
                        .opens(
                                message.segments(),
                                message.target().country(),
                                message.recipient(),
                                now);
        if (quota.isPresent()) {
            return noted(Passed.QUOTA, quota.get());
        }
        Optional<Instant> pair = standing.pairs().flatMap(p -> p.opens(message.recipient(), now));
        return pair.isPresent() ? noted(Passed.PAIR_RATE, pair.get()) : null;
    }

    private Passed noted(Passed why, Instant until) {
        if (until.isBefore(unableUntil)) {
            unableUntil = until;
            unable = why;
        }
        return why;
    }

    // What is told

    Choice nobody() {
        if (ranking.size() == 0) {
            return new Choice.NoSender();
        }
        if (backOff) {
            return new Choice.BackOff(message.notBefore());
        }
        if (able != null) {
            return new Choice.Later(wake.isBefore(now) ? now : wake, lacks);
        }
        return unableUntil.equals(Instant.MAX)
                ? new Choice.Exhausted()
                : new Choice.Unable(unableUntil, unable);
    }

    /// About the member `run` found.
    Verdict verdict(int winner) {
        Band won = Objects.requireNonNull(chosen);
        List<Verdict.Other> others = new ArrayList<>(OTHERS_TOLD);
        for (Band band : ranking.bands()) {
            tell(band, won, winner, others);
        }
        for (int i = 0; i < pool.size() && others.size() < OTHERS_TOLD; i++) {
            Passed never = ranking.never(i);
            if (never != null) {
                others.add(new Verdict.Other(pool.seat(i).sender().id(), never));
            }
        }
        return new Verdict(
                pool.seat(winner).sender().id(),
                rule,
                won.tier(),
                won.rung(),
                pool.pass(ranking, winner),
                waited,
                others,
                pool.size() - 1 - others.size());
    }

    private void tell(Band band, Band won, int winner, List<Verdict.Other> others) {
        int[] seats = band.seats();
        for (int i = 0; i < seats.length && others.size() < OTHERS_TOLD; i++) {
            if (seats[i] != winner) {
                others.add(
                        new Verdict.Other(
                                pool.seat(seats[i]).sender().id(), why(seats[i], band, won)));
            }
        }
    }

    private Passed why(int index, Band band, Band won) {
        Passed unable = unable(index, false);
        if (unable != null) {
            return unable;
        }
        if (band.tier() > won.tier()) {
            return Passed.TIER;
        }
        if (band.rung() > won.rung()) {
            return Passed.RUNG;
        }
        if (rule == Verdict.Rule.OWNER) {
            return keeps(index) ? Passed.NOT_OWNER : Passed.DEGRADED;
        }
        return pool.roomAt(index) > limitNanos ? pool.lacks(index) : Passed.SHARE;
    }
}
