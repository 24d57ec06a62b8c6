package io.posthorn.store.sqlite;

import io.posthorn.message.Change;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.State;
import io.posthorn.store.sqlite.Lane.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Keeps the messages of an ordering in order: of those under way, all but the first by id are
/// `behind`, and no claim sees them. Each begins behind; at the end of a write the first of every
/// ordering it touched is brought to the front.
final class Orderings {

    private static final String FIRST =
            "SELECT id, state, queue, lane, class, turn FROM message INDEXED BY message_ordering"
                    + " WHERE ordering = ? AND behind = ? AND state BETWEEN 3 AND 6"
                    + " ORDER BY id LIMIT 1";
    private static final String PLACE = "UPDATE message SET behind = ? WHERE id = ?";
    private static final int FRONT = 0;
    private static final int BEHIND = 1;

    /// A ready message that came to the front.
    private record Freed(Lanes.Name lane, EligibilityClass in, Place place) {}

    /// @param freed when it comes to the front it can be claimed
    private record First(long id, Optional<Freed> freed) {}

    private final Set<Long> touched = new LinkedHashSet<>();
    private final List<Freed> freed = new ArrayList<>();

    /// The number of the ordering that a message belongs to; empty when it has no ordering key.
    static OptionalLong of(Message message) {
        Operation operation = message.plan().operation();
        return operation.orderingKey().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Hash.of(
                                operation.account(),
                                Long.toString(operation.origin().queue()),
                                operation.orderingKey().get()));
    }

    /// A message that is stored anew begins behind those of its ordering.
    static boolean beginsBehind(Message fresh) {
        return ordered(fresh) && underWay(fresh);
    }

    /// A message that comes under way begins behind those of its ordering.
    static boolean beginsBehind(Change change) {
        return beginsBehind(change.after()) && !underWay(change.before());
    }

    private static boolean ordered(Message message) {
        return message.plan().operation().orderingKey().isPresent();
    }

    private static boolean underWay(Message message) {
        return switch (message.state()) {
            case State.Queued _, State.Waiting _, State.Sending _, State.Unsure _ -> true;
            case State.Scheduled _,
                    State.Awaiting _,
                    State.Revoking _,
                    State.Sent _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ ->
                    false;
        };
    }

    void stored(Message fresh) {
        if (beginsBehind(fresh)) {
            touch(fresh);
        }
    }

    void changed(Change change) {
        if (ordered(change.after()) && underWay(change.before()) != underWay(change.after())) {
            touch(change.after());
        }
    }

    private void touch(Message message) {
        of(message).ifPresent(touched::add);
    }

    /// Brings the first of every touched ordering to the front.
    void settle(Session session) throws SQLException {
        for (long ordering : touched) {
            Optional<First> front = first(session, ordering, FRONT);
            Optional<First> behind = first(session, ordering, BEHIND);
            if (behind.isPresent() && front.map(f -> f.id() > behind.get().id()).orElse(true)) {
                if (front.isPresent()) {
                    session.prepare(PLACE, BEHIND, front.get().id()).executeUpdate();
                }
                session.prepare(PLACE, FRONT, behind.get().id()).executeUpdate();
                behind.get().freed().ifPresent(freed::add);
            }
        }
    }

    private static Optional<First> first(Session session, long ordering, int place)
            throws SQLException {
        PreparedStatement first = session.prepare(FIRST, ordering, place);
        try (ResultSet rows = first.executeQuery()) {
            return rows.next() ? Optional.of(first(rows)) : Optional.empty();
        }
    }

    private static First first(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        return new First(
                id,
                row.getInt(2) != Codes.QUEUED
                        ? Optional.empty()
                        : Optional.of(
                                new Freed(
                                        new Lanes.Name(row.getLong(3), Codes.lane(row.getInt(4))),
                                        Codes.eligibilityClass(row.getLong(5)),
                                        new Place(row.getLong(6), id))));
    }

    /// To be called when the write is on disk.
    void committed(Lanes lanes) {
        freed.forEach(one -> lanes.of(one.lane()).freed(one.in(), one.place()));
    }
}
