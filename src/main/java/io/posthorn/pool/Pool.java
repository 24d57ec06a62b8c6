package io.posthorn.pool;

import io.posthorn.message.Policy;
import io.posthorn.message.Policy.Choosing;
import io.posthorn.message.Policy.Sticky;
import io.posthorn.message.SenderId;
import io.posthorn.pool.Candidate.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which sender carries a message, and when: tiers, nearness and kind, the sender a
/// recipient keeps, and shares by the throughput each really has. Safe for many threads.
///
/// Shares are by stride scheduling (Waldspurger and Weihl, 1995): each member carries a running
/// total of what it was given, divided by its share; the lowest total goes next. Shares are exact
/// at any load, and a member that returns starts where the others are, without a burst.
public final class Pool {

    private static final int RANKED_SEATS = 1_000_000; // over all targets kept
    private static final long WINDOW_PATIENCE = 5_000_000; // an answer frees places silently
    private static final long DOWN_PATIENCE = 10_000_000; // a wire that comes back says so
    private static final int TELLING = 50; // receipts that say something of a sender
    private static final double BAD = 0.15; // share of bad receipts
    private static final double WORSE = 0.1; // than the pool's middle

    private Choosing rules = Policy.DEFAULT.choosing();
    private List<Seat> seats = List.of();
    private double[] passes = new double[0]; // by seat
    private double floor; // the pass chosen last: where a new member begins
    private Fitness[] fitness = new Fitness[0]; // by seat
    private long[] roomAt = new long[0]; // by seat: no room for a segment before, in nanoseconds
    private long[] downUntil = new long[0]; // by seat: was down, and not asked again before
    private boolean[] equalForAll = new boolean[0]; // by seat: limited alike for all recipients
    private Passed[] noRoom = new Passed[0]; // by seat: what it lacks until then
    private final Map<SenderId, Integer> places = new HashMap<>();
    private final Map<Target, Ranking> rankings = new LinkedHashMap<>();

    /// Takes the members as they are now; what each was given before still counts.
    public synchronized void seat(List<Seat> members, Choosing by) {
        Map<SenderId, Double> given = new HashMap<>();
        Map<SenderId, Fitness> known = new HashMap<>();
        for (int i = 0; i < passes.length; i++) {
            given.put(seats.get(i).sender().id(), passes[i]);
            known.put(seats.get(i).sender().id(), fitness[i]);
        }
        seats = List.copyOf(members);
        rules = by;
        passes = new double[seats.size()];
        fitness = new Fitness[seats.size()];
        places.clear();
        for (int i = 0; i < seats.size(); i++) {
            SenderId sender = seats.get(i).sender().id();
            places.put(sender, i);
            passes[i] = given.getOrDefault(sender, floor);
            fitness[i] = known.getOrDefault(sender, new Fitness());
        }
        rankings.clear();
        roomAt = new long[seats.size()];
        noRoom = new Passed[seats.size()];
        downUntil = new long[seats.size()];
        equalForAll = new boolean[seats.size()];
        for (int i = 0; i < seats.size(); i++) {
            equalForAll[i] = seats.get(i).standing().equalForAll();
        }
        lookAgain();
    }

    /// Something changed for the better or worse: nothing found before counts.
    public synchronized void lookAgain() {
        Arrays.fill(roomAt, Long.MIN_VALUE);
        Arrays.fill(downUntil, Long.MIN_VALUE);
        Arrays.fill(noRoom, Passed.RATE);
    }

    public synchronized List<Seat> seats() {
        return seats;
    }

    /// Whether a recipient keeps his sender here.
    public synchronized Sticky sticky() {
        return rules.sticky();
    }

    /// Chooses for one message, promising its segments to the sender; never for later than `limit`.
    public synchronized Choice choose(Candidate message, Instant now, Instant limit) {
        Ranking ranking = ranking(message.target());
        var search = new Search(this, message, ranking, now, limit);
        int best = search.run();
        return best < 0 ? search.nobody() : use(best, search);
    }

    /// What `choose` would say, without promising anything.
    public synchronized Choice explain(Candidate message, Instant now, Instant limit) {
        Ranking ranking = ranking(message.target());
        var search = new Search(this, message, ranking, now, limit);
        int best = search.run();
        if (best < 0) {
            return search.nobody();
        }
        Seat seat = seats.get(best);
        return new Choice.Use(
                seat, seat.gate().opening(message.segments(), now), search.verdict(best));
    }

    /// The sender a recipient keeps by hash, of those that may send to the target now.
    public synchronized Optional<SenderId> owner(Target target, long key, Instant now) {
        var anybody = new Candidate(1, target, key, key, Map.of(), now, now, Optional.empty());
        var search = new Search(this, anybody, ranking(target), now, now);
        return search.hashOwner().map(i -> seats.get(i).sender().id());
    }

    /// The sender a recipient keeps by hash while all senders can send.
    public synchronized Optional<SenderId> keeper(Candidate message) {
        return ranking(message.target()).bands().stream()
                .findFirst()
                .map(band -> Ranking.owner(band, message.key(), _ -> true))
                .map(i -> seats.get(i).sender().id());
    }

    private Choice use(int best, Search search) {
        Candidate message = search.message;
        Seat seat = seats.get(best);
        Optional<Instant> at = seat.gate().book(message.segments(), search.now, search.limit);
        if (at.isEmpty()) { // another pool was faster
            return new Choice.Later(
                    seat.gate().opening(message.segments(), search.now), Passed.RATE);
        }
        Verdict verdict = search.verdict(best);
        floor = pass(search.ranking, best);
        if (verdict.rule() == Verdict.Rule.SHARE) {
            search.ranking.floor = floor;
        }
        passes[best] = floor + message.segments() / share(best, search.now);
        given(seat, message, at.get(), search.now);
        return new Choice.Use(seat, at.get(), verdict);
    }

    private static void given(Seat seat, Candidate message, Instant at, Instant now) {
        seat.standing().breaker().given(now);
        seat.wire().breaker().given(now);
        if (!seat.standing().equalForAll()) {
            seat.standing()
                    .allowance()
                    .take(message.segments(), message.target().country(), message.recipient(), now);
            seat.standing().pairs().ifPresent(pairs -> pairs.given(message.recipient(), at));
        }
    }

    private Ranking ranking(Target target) {
        Ranking known = rankings.get(target);
        if (known != null) {
            return known;
        }
        if ((rankings.size() + 1L) * seats.size() > RANKED_SEATS) {
            rankings.clear();
        }
        Ranking made = Ranking.of(seats, target, rules);
        made.floor =
                made.bands().stream()
                        .flatMapToInt(band -> Arrays.stream(band.seats()))
                        .mapToDouble(i -> passes[i])
                        .min()
                        .orElse(floor);
        rankings.put(target, made);
        return made;
    }

    /// A member that could not be chosen for a while does not get its past back.
    double pass(Ranking ranking, int seat) {
        return Math.max(passes[seat], ranking.floor);
    }

    private double share(int index, Instant now) {
        Seat seat = seats.get(index);
        double weight = seat.member().weight() * fit(index);
        return switch (rules.selection()) {
            case CAPACITY -> weight * seat.gate().rate(now);
            case WEIGHTED -> weight;
        };
    }

    /// The operator's word, else what receipts say; and what a breaker that is closing leaves.
    double fit(int index) {
        Seat seat = seats.get(index);
        return seat.member().pinnedHealth().orElse(fitness[index].score()) * seat.breakersShare();
    }

    // What a search looks at

    Choosing rules() {
        return rules;
    }

    int size() {
        return seats.size();
    }

    Seat seat(int index) {
        return seats.get(index);
    }

    int index(SenderId sender) {
        return places.getOrDefault(sender, -1);
    }

    /// No room before, in nanoseconds since 1970.
    long roomAt(int index) {
        return roomAt[index];
    }

    Instant roomKnownAt(int index) {
        return Instant.ofEpochSecond(0, roomAt[index]);
    }

    /// In nanoseconds since 1970.
    long downUntil(int index) {
        return downUntil[index];
    }

    void foundDown(int index, long nowNanos) {
        downUntil[index] = nowNanos + DOWN_PATIENCE;
    }

    boolean isEqualForAll(int index) {
        return equalForAll[index];
    }

    Passed lacks(int index) {
        return noRoom[index];
    }

    // Health

    /// A member's health in this pool.
    ///
    /// @param score 0.1 to 1
    public record Health(SenderId sender, double score, Instant since) {}

    /// A member's health went up or down by its receipts.
    public record Turn(SenderId sender, double from, double to, String reason, Instant at) {}

    public synchronized Optional<Health> health(SenderId sender) {
        return Optional.ofNullable(places.get(sender))
                .map(i ->
                        new Health(
                                sender,
                                seats.get(i).member().pinnedHealth().orElse(fitness[i].score()),
                                fitness[i].changed()));
    }

    /// Compares the members' receipts; to be called every few seconds.
    public synchronized List<Turn> review(Instant now) {
        double median = medianBadShare(now);
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).member().pinnedHealth().isEmpty()) {
                review(i, median, now).ifPresent(turns::add);
            }
        }
        return turns;
    }

    private Optional<Turn> review(int index, double median, Instant now) {
        ReceiptRecord record = seats.get(index).standing().receipts();
        double bad = record.badShare(now);
        boolean worse = record.count(now) >= TELLING && bad >= BAD && bad - median >= WORSE;
        Fitness of = fitness[index];
        return (worse ? of.worse(now) : of.quiet(now))
                .map(turn ->
                        new Turn(
                                seats.get(index).sender().id(),
                                turn.from(),
                                turn.to(),
                                "%.0f %% of %d receipts bad, %.0f %% in the pool's middle"
                                        .formatted(bad * 100, record.count(now), median * 100),
                                now));
    }

    /// Over the members that tell something; of two in the middle the better one.
    private double medianBadShare(Instant now) {
        double[] shares =
                seats.stream()
                        .map(seat -> seat.standing().receipts())
                        .filter(record -> record.count(now) >= TELLING)
                        .mapToDouble(record -> record.badShare(now))
                        .sorted()
                        .toArray();
        return shares.length == 0 ? 0 : shares[(shares.length - 1) / 2];
    }

    // Room

    /// Segments the members together can still be promised up to `limit`; counting stops past
    /// `enough`.
    public synchronized int room(Instant now, Instant limit, int enough) {
        long end = nanos(limit);
        long room = 0;
        for (int i = 0; i < seats.size() && room < enough; i++) {
            if (roomAt[i] <= end) {
                room += room(i, now, limit);
            }
        }
        return (int) Math.min(enough, room);
    }

    private int room(int index, Instant now, Instant limit) {
        Seat seat = seats.get(index);
        if (!seat.membership().enabled() || !seat.up(now)) {
            return 0;
        }
        int room = Math.clamp(seat.gate().room(now, limit), 0, Math.max(0, seat.wire().places()));
        if (room == 0) {
            hasRoom(index, 1, now, limit);
        }
        return room;
    }

    /// The first moment any member that is up has room again; empty when none is up.
    public synchronized Optional<Instant> opening(Instant now) {
        long nowNanos = nanos(now);
        Instant first = Instant.MAX;
        for (int i = 0; i < seats.size(); i++) {
            if (roomAt[i] <= nowNanos
                    && seats.get(i).membership().enabled()
                    && seats.get(i).up(now)) {
                first = earlier(first, seats.get(i).gate().opening(1, now));
            } else if (roomAt[i] > nowNanos) {
                first = earlier(first, roomKnownAt(i));
            }
        }
        return Optional.of(first).filter(Instant.MAX::isAfter);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    boolean hasRoom(int index, int segments, Instant now, Instant limit) {
        Seat seat = seats.get(index);
        if (seat.wire().places() <= 0) {
            roomAt[index] = nanos(now) + WINDOW_PATIENCE;
            noRoom[index] = Passed.WINDOW;
            return false;
        }
        Instant opening = seat.gate().opening(segments, now);
        if (!opening.isAfter(limit)) {
            return true;
        }
        noRoom[index] = Passed.RATE;
        roomAt[index] = segments == 1 ? nanos(opening) : nanos(seat.gate().opening(1, now));
        return false;
    }

    static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
    }
}
