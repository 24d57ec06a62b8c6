package io.posthorn.store.sqlite;

import io.posthorn.message.OperationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is known in memory of the ready messages of one queue and lane: whose turn it is, and which
/// are claimed. The messages themselves wait in the file, ordered by turn and id.
///
/// Turns are start tags of start-time fair queueing: the messages of an operation get consecutive
/// turns that begin after the one being served when they come, so operations that wait together
/// alternate, however long they are.
///
/// Every ready message before `cursor` is claimed, so a claim reads on from there.
final class Lane {

    private static final int OPERATIONS_RELEASING = 10_000;

    /// Where a ready message stands.
    record Place(long turn, long message) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::turn).thenComparingLong(Place::message);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        private Place justBefore() {
            return new Place(turn, message - 1);
        }
    }

    private record Claim(Place place, Instant ends) {
        private static final Comparator<Claim> FIRST_TO_END =
                Comparator.comparing(Claim::ends).thenComparing(Claim::place);
    }

    /// The ready messages of the lane, as the file has them.
    interface Waiting<T> extends Session.Row<T> {

        /// Those behind `place` in order, turn and id first.
        ResultSet behind(Place place) throws SQLException;
    }

    private final Map<Long, Claim> claims = new HashMap<>();
    private final TreeSet<Claim> leases = new TreeSet<>(Claim.FIRST_TO_END);
    private final Map<OperationId, Long> releasing = new Recent();
    private long served;
    private Place cursor;
    private long depth;

    /// @param served the greatest turn claimed before
    Lane(long served, long depth) {
        this.served = served;
        this.depth = depth;
        this.cursor = new Place(served, 0);
    }

    /// The turn of the message claimed last: who comes back to the queue is next.
    synchronized long served() {
        return served;
    }

    synchronized long depth() {
        return depth;
    }

    /// The turn of the next message of `operation` that becomes ready after waiting for its time.
    synchronized long release(OperationId operation) {
        long turn = Math.max(served, releasing.getOrDefault(operation, 0L)) + 1;
        releasing.put(operation, turn);
        return turn;
    }

    /// A message became ready.
    synchronized void added(Place place) {
        depth++;
        lookAgainAt(place);
    }

    /// A ready message changed and is not ready any more.
    synchronized void left(long message) {
        depth--;
        end(message);
    }

    /// A ready message changed and is as ready as before: it can be claimed again.
    synchronized void stayed(long message) {
        Claim claim = end(message);
        if (claim != null) {
            lookAgainAt(claim.place());
        }
    }

    private @Nullable Claim end(long message) {
        Claim claim = claims.remove(message);
        if (claim != null) {
            leases.remove(claim);
        }
        return claim;
    }

    private void lookAgainAt(Place place) {
        if (place.compareTo(cursor) <= 0) {
            cursor = place.justBefore();
        }
    }

    /// Claims up to `max` messages, in order.
    synchronized <T> List<T> claim(Waiting<T> waiting, int max, Instant now, Instant leaseEnds)
            throws SQLException {
        endLeases(now);
        List<T> taken = new ArrayList<>();
        try (ResultSet rows = waiting.behind(cursor)) {
            while (taken.size() < max && rows.next()) {
                Place place = new Place(rows.getLong(1), rows.getLong(2));
                cursor = place;
                if (!claims.containsKey(place.message())) {
                    taken.add(waiting.read(rows));
                    claim(place, leaseEnds);
                }
            }
        }
        return taken;
    }

    private void endLeases(Instant now) {
        while (!leases.isEmpty() && !leases.first().ends().isAfter(now)) {
            Claim ended = leases.removeFirst();
            claims.remove(ended.place().message());
            lookAgainAt(ended.place());
        }
    }

    private void claim(Place place, Instant leaseEnds) {
        Claim claim = new Claim(place, leaseEnds);
        claims.put(place.message(), claim);
        leases.add(claim);
        served = Math.max(served, place.turn());
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
