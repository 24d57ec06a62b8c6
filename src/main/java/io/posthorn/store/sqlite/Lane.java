package io.posthorn.store.sqlite;

import io.posthorn.message.EligibilityClass;
import io.posthorn.message.OperationId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known in memory of the ready messages of one queue and lane: whose turn it is, and which
/// are claimed. The messages themselves wait in the file, by class, ordered by turn and id.
///
/// Turns are start tags of start-time fair queueing: the messages of an operation get consecutive
/// turns that begin after the one being served when they come, so operations that wait together
/// alternate, however long they are, and whatever classes their messages have.
final class Lane {

    private static final int OPERATIONS_RELEASING = 10_000;
    private static final int CHUNK = 1_000; // rows of a class in memory

    /// Where a ready message stands in its class.
    record Place(long turn, long message) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::turn).thenComparingLong(Place::message);
        private static final Place BEFORE_ALL = new Place(0, 0);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        private Place justBefore() {
            return new Place(turn, message - 1);
        }
    }

    /// A message gets `turn` among the ready ones of a class.
    record Entry(EligibilityClass in, long turn) {}

    record Ready<T>(Place place, T message) {}

    /// The ready messages of the lane, as the file has them.
    interface Waiting<T> {

        /// Up to `max` of a class behind `place`, in order.
        List<Ready<T>> behind(EligibilityClass of, Place place, int max) throws SQLException;
    }

    /// The ready messages of one class. All before `cursor` are claimed, so a claim reads on from
    /// there.
    private static final class Line {
        private final EligibilityClass of;
        private Place cursor = Place.BEFORE_ALL;
        private long depth;

        private Line(EligibilityClass of) {
            this.of = of;
        }

        private void lookAgainAt(Place place) {
            if (place.compareTo(cursor) <= 0) {
                cursor = place.justBefore();
            }
        }
    }

    private record Claim(Line line, Place place, Instant ends) {
        private static final Comparator<Claim> FIRST_TO_END =
                Comparator.comparing(Claim::ends).thenComparing(Claim::place);
    }

    private final Map<EligibilityClass, Line> lines = new LinkedHashMap<>();
    private final Map<Long, Claim> claims = new HashMap<>();
    private final TreeSet<Claim> leases = new TreeSet<>(Claim.FIRST_TO_END);
    private final Map<OperationId, Long> releasing = new Recent();
    private long served;

    /// What the file holds when it is opened: `depth` messages of a class, the first with `turn`.
    synchronized void restore(EligibilityClass of, long depth, long turn) {
        served = lines.isEmpty() ? turn - 1 : Math.min(served, turn - 1);
        line(of).depth = depth;
    }

    /// The turn of the message claimed last: who comes back to the queue is next.
    synchronized long served() {
        return served;
    }

    /// Ready messages by class, claimed or not.
    synchronized Map<EligibilityClass, Long> depths() {
        Map<EligibilityClass, Long> depths = new LinkedHashMap<>();
        lines.values().stream().filter(l -> l.depth > 0).forEach(l -> depths.put(l.of, l.depth));
        return depths;
    }

    /// The turn of the next message of `operation` that becomes ready after waiting for its time.
    synchronized long release(OperationId operation) {
        long turn = Math.max(served, releasing.getOrDefault(operation, 0L)) + 1;
        releasing.put(operation, turn);
        return turn;
    }

    /// A message became ready.
    synchronized void added(EligibilityClass of, Place place) {
        Line line = line(of);
        line.depth++;
        line.lookAgainAt(place);
    }

    /// A ready message that was behind others of its ordering can be claimed.
    synchronized void freed(EligibilityClass of, Place place) {
        line(of).lookAgainAt(place);
    }

    /// A ready message changed and is not ready any more, or of another class.
    ///
    /// @param was its class, asked for when it was not claimed
    synchronized void left(long message, Supplier<EligibilityClass> was) {
        Claim claim = end(message);
        Line line = claim == null ? line(was.get()) : claim.line();
        line.depth--;
    }

    /// A ready message changed and is as ready as before: it can be claimed again.
    synchronized void stayed(long message) {
        Claim claim = end(message);
        if (claim != null) {
            claim.line().lookAgainAt(claim.place());
        }
    }

    private Line line(EligibilityClass of) {
        return lines.computeIfAbsent(of, Line::new);
    }

    private @Nullable Claim end(long message) {
        Claim claim = claims.remove(message);
        if (claim != null) {
            leases.remove(claim);
        }
        return claim;
    }

    /// Claims up to `max` messages of all classes but `except`, in order.
    synchronized <T> List<T> claim(
            Waiting<T> waiting,
            Set<EligibilityClass> except,
            int max,
            Instant now,
            Instant leaseEnds)
            throws SQLException {
        endLeases(now);
        List<T> taken = new ArrayList<>();
        PriorityQueue<Head<T>> heads = heads(waiting, except, max);
        while (taken.size() < max && !heads.isEmpty()) {
            Head<T> head = heads.remove();
            Ready<T> next = head.pass();
            if (!claims.containsKey(next.place().message())) {
                taken.add(next.message());
                claim(head.line, next.place(), leaseEnds);
            }
            if (taken.size() < max && head.read()) {
                heads.add(head);
            }
        }
        return taken;
    }

    private void endLeases(Instant now) {
        while (!leases.isEmpty() && !leases.first().ends().isAfter(now)) {
            Claim ended = leases.removeFirst();
            claims.remove(ended.place().message());
            ended.line().lookAgainAt(ended.place());
        }
    }

    private <T> PriorityQueue<Head<T>> heads(
            Waiting<T> waiting, Set<EligibilityClass> except, int max) throws SQLException {
        List<Line> open =
                lines.values().stream()
                        .filter(line -> line.depth > 0 && !except.contains(line.of))
                        .toList();
        PriorityQueue<Head<T>> heads = new PriorityQueue<>();
        for (Line line : open) {
            Head<T> head = new Head<>(line, waiting, 1 + max / open.size());
            if (head.read()) {
                heads.add(head);
            }
        }
        return heads;
    }

    private void claim(Line line, Place place, Instant leaseEnds) {
        Claim claim = new Claim(line, place, leaseEnds);
        claims.put(place.message(), claim);
        leases.add(claim);
        served = Math.max(served, place.turn());
    }

    /// A line being read, from its cursor on.
    private static final class Head<T> implements Comparable<Head<T>> {
        private final Line line;
        private final Waiting<T> waiting;
        private final Deque<Ready<T>> ahead = new ArrayDeque<>();
        private int chunk;
        private boolean end;

        /// @param chunk messages to read at first
        Head(Line line, Waiting<T> waiting, int chunk) {
            this.line = line;
            this.waiting = waiting;
            this.chunk = Math.min(chunk, CHUNK);
        }

        /// Makes sure that the next one is known; false when there is none.
        boolean read() throws SQLException {
            if (ahead.isEmpty() && !end) {
                List<Ready<T>> more = waiting.behind(line.of, line.cursor, chunk);
                end = more.size() < chunk;
                ahead.addAll(more);
                chunk = Math.min(2 * chunk, CHUNK);
            }
            return !ahead.isEmpty();
        }

        Ready<T> pass() {
            Ready<T> next = ahead.removeFirst();
            line.cursor = next.place();
            return next;
        }

        @Override
        public int compareTo(Head<T> other) {
            return ahead.getFirst().place().compareTo(other.ahead.getFirst().place());
        }
    }

    /// Forgets operations that have not released anything for long.
    private static final class Recent extends LinkedHashMap<OperationId, Long> {
        private static final long serialVersionUID = 1;

        private Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<OperationId, Long> eldest) {
            return size() > OPERATIONS_RELEASING;
        }
    }
}
