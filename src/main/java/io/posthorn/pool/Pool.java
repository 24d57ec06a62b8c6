package io.posthorn.pool;

import io.posthorn.message.Policy;
import io.posthorn.message.SenderId;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Map<SenderId, Double> passes = new HashMap<>();
    private double floor; // the lowest pass that was chosen last: nobody may lag behind it

    /// Takes the members as they are now; what each was given before still counts.
    public synchronized void seat(List<Seat> members, Policy.Selection by) {
        seats = List.copyOf(members);
        selection = by;
        passes.keySet().retainAll(members.stream().map(s -> s.sender().id()).toList());
    }

    public synchronized List<Seat> seats() {
        return seats;
    }

    /// Chooses for one message, promising its segments to the sender; never for later than `limit`.
    public synchronized Choice choose(Candidate message, Instant now, Instant limit) {
        List<Seat> able =
                seats.stream().filter(s -> s.enabled() && message.suits(s.sender())).toList();
        if (able.isEmpty()) {
            return new Choice.NoSender();
        }
        List<Seat> left = able.stream().filter(s -> message.mayTry(s.sender().id())).toList();
        if (left.isEmpty()) {
            return new Choice.Exhausted();
        }
        List<Seat> up = lowestTier(left.stream().filter(s -> up(s, now)).toList());
        if (up.isEmpty()) {
            return new Choice.AllDown();
        }
        List<Seat> fresh = up.stream().filter(s -> !message.tried(s.sender().id())).toList();
        if (fresh.isEmpty() && now.isBefore(message.notBefore())) {
            return new Choice.BackOff(message.notBefore());
        }
        return lowestPass(fresh.isEmpty() ? up : fresh, message.segments(), now, limit);
    }

    /// Segments the members together can still be promised up to `limit`.
    public synchronized int room(Instant now, Instant limit) {
        long room = 0;
        for (Seat seat : seats) {
            if (seat.enabled() && up(seat, now)) {
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
                .filter(s -> s.enabled() && up(s, now))
                .map(s -> s.gate().opening(1, now))
                .min(Instant::compareTo);
    }

    private Choice lowestPass(List<Seat> among, int segments, Instant now, Instant limit) {
        List<Seat> inOrder = new ArrayList<>(among);
        inOrder.sort((a, b) -> Double.compare(pass(a), pass(b)));
        Instant earliest = Instant.MAX;
        for (Seat seat : inOrder) {
            if (seat.places().getAsInt() <= 0) {
                continue;
            }
            Optional<Instant> at = seat.gate().book(segments, now, limit);
            if (at.isPresent()) {
                charge(seat, segments, now);
                return new Choice.Use(seat, at.get());
            }
            earliest = earlier(earliest, seat.gate().opening(segments, now));
        }
        return earliest.equals(Instant.MAX) ? new Choice.WindowFull() : new Choice.Later(earliest);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void charge(Seat seat, int segments, Instant now) {
        double pass = pass(seat);
        floor = Math.max(floor, pass);
        passes.put(seat.sender().id(), pass + segments / share(seat, now));
    }

    /// A member that could not be chosen for a while does not get its past back.
    private double pass(Seat seat) {
        return Math.max(passes.getOrDefault(seat.sender().id(), floor), floor);
    }

    private double share(Seat seat, Instant now) {
        return switch (selection) {
            case CAPACITY -> seat.member().weight() * seat.gate().rate(now);
            case WEIGHTED -> seat.member().weight();
        };
    }

    private static boolean up(Seat seat, Instant now) {
        return seat.connected().getAsBoolean() && !seat.gate().isBroken(now);
    }

    private static List<Seat> lowestTier(List<Seat> seats) {
        int tier = seats.stream().mapToInt(s -> s.member().tier()).min().orElse(0);
        return seats.stream().filter(s -> s.member().tier() == tier).toList();
    }
}
