package io.posthorn.pool;

import io.posthorn.message.Policy;
import io.posthorn.message.SenderId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Spreads messages over senders by the throughput each really has. Safe for many threads.
///
/// Stride scheduling (Waldspurger and Weihl, 1995): each member carries a running total of what it
/// was given, divided by its share; the lowest total goes next. Shares are exact at any load, and a
/// member that returns starts where the others are, without a burst.
public final class Pool {

    private Policy.Selection selection = Policy.Selection.CAPACITY;
    private List<Seat> seats = List.of();
    private double[] passes = new double[0]; // by seat
    private int[] tiers = new int[0]; // by seat
    private double floor; // the lowest pass that was chosen last: nobody may lag behind it

    /// Takes the members as they are now; what each was given before still counts.
    public synchronized void seat(List<Seat> members, Policy.Selection by) {
        Map<SenderId, Double> before = new HashMap<>();
        for (int i = 0; i < passes.length; i++) {
            before.put(seats.get(i).sender().id(), passes[i]);
        }
        seats = List.copyOf(members);
        selection = by;
        tiers = seats.stream().mapToInt(seat -> seat.member().tier()).toArray();
        passes =
                seats.stream()
                        .mapToDouble(seat -> before.getOrDefault(seat.sender().id(), floor))
                        .toArray();
    }

    public synchronized List<Seat> seats() {
        return seats;
    }

    /// Chooses for one message, promising its segments to the sender; never for later than `limit`.
    public synchronized Choice choose(Candidate message, Instant now, Instant limit) {
        var search = new Search(message, now, limit);
        for (int i = 0; i < passes.length; i++) {
            if (search.mayImprove(tiers[i], pass(i))) {
                search.look(i, seats.get(i), pass(i));
            }
        }
        return search.best < 0 ? search.nobody() : use(search.best, message, now, limit);
    }

    private Choice use(int best, Candidate message, Instant now, Instant limit) {
        Seat seat = seats.get(best);
        Optional<Instant> at = seat.gate().book(message.segments(), now, limit);
        if (at.isEmpty()) { // another pool was faster
            return new Choice.Later(seat.gate().opening(message.segments(), now));
        }
        floor = pass(best);
        passes[best] = floor + message.segments() / share(seat, now);
        return new Choice.Use(seat, at.get());
    }

    /// A member that could not be chosen for a while does not get its past back.
    private double pass(int index) {
        return Math.max(passes[index], floor);
    }

    private double share(Seat seat, Instant now) {
        return switch (selection) {
            case CAPACITY -> seat.member().weight() * seat.gate().rate(now);
            case WEIGHTED -> seat.member().weight();
        };
    }

    /// Segments the members together can still be promised up to `limit`.
    public synchronized int room(Instant now, Instant limit) {
        long room = 0;
        for (Seat seat : seats) {
            if (seat.enabled() && seat.up(now)) {
                room +=
                        Math.clamp(
                                seat.gate().room(now, limit),
                                0,
                                Math.max(0, seat.places().getAsInt()));
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, room);
    }

    /// The first moment any member that is up has room again; empty when none is up.
    public synchronized Optional<Instant> opening(Instant now) {
        return seats.stream()
                .filter(s -> s.enabled() && s.up(now))
                .map(s -> s.gate().opening(1, now))
                .min(Instant::compareTo);
    }

    /// One look around the table. Who has not failed the message goes before who has, a lower tier
    /// before a higher one, and of those left the lowest pass with room. What costs a lock is asked
    /// only of a seat that would be better than the best so far.
    private static final class Search {

        private static final long TRIED = 1L << 32; // more than any tier

        private final Candidate message;
        private final Instant now;
        private final Instant limit;
        private boolean able;
        private boolean mayTry;
        private long rank = Long.MAX_VALUE; // of the seats that count so far
        private int best = -1;
        private double bestPass;
        private Instant earliest = Instant.MAX;

        Search(Candidate message, Instant now, Instant limit) {
            this.message = message;
            this.now = now;
            this.limit = limit;
        }

        /// False for most seats, and without a look at them.
        boolean mayImprove(int tier, double pass) {
            return best < 0 || rank >= TRIED || tier < rank || pass < bestPass;
        }

        void look(int index, Seat seat, double pass) {
            long rank = rank(seat);
            if (rank > this.rank || (rank == this.rank && best >= 0 && pass >= bestPass)) {
                return;
            }
            if (!eligible(seat)) {
                return;
            }
            if (rank < this.rank) {
                this.rank = rank;
                best = -1;
                earliest = Instant.MAX;
            }
            if (hasRoom(seat)) {
                best = index;
                bestPass = pass;
            }
        }

        private long rank(Seat seat) {
            int tier = seat.member().tier();
            return message.tried(seat.sender().id()) ? TRIED + tier : tier;
        }

        private boolean eligible(Seat seat) {
            if (!seat.enabled() || !message.suits(seat.sender())) {
                return false;
            }
            able = true;
            if (!message.mayTry(seat.sender().id())) {
                return false;
            }
            mayTry = true;
            return seat.up(now);
        }

        private boolean hasRoom(Seat seat) {
            if (rank >= TRIED && now.isBefore(message.notBefore())) {
                return false;
            }
            if (seat.places().getAsInt() <= 0) {
                return false;
            }
            Instant opening = seat.gate().opening(message.segments(), now);
            if (opening.isAfter(limit)) {
                earliest = opening.isBefore(earliest) ? opening : earliest;
                return false;
            }
            return true;
        }

        Choice nobody() {
            if (!able) {
                return new Choice.NoSender();
            }
            if (!mayTry) {
                return new Choice.Exhausted();
            }
            if (rank == Long.MAX_VALUE) {
                return new Choice.AllDown();
            }
            if (rank >= TRIED && now.isBefore(message.notBefore())) {
                return new Choice.BackOff(message.notBefore());
            }
            return earliest.equals(Instant.MAX)
                    ? new Choice.WindowFull()
                    : new Choice.Later(earliest);
        }
    }
}
