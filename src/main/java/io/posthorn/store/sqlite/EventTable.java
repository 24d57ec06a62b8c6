package io.posthorn.store.sqlite;

import io.posthorn.message.Event;
import io.posthorn.message.Failure;
import io.posthorn.message.LogEntry;
import io.posthorn.message.MessageId;
import io.posthorn.message.OperationEvent;
import io.posthorn.message.OperationId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `event` and `cursor`: the log, and how far each reader is.
final class EventTable {

    private static final String INSERT =
            "INSERT INTO event (seq, message, attempt, status, overall, at, failure)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String AFTER =
            "SELECT seq, message, attempt, status, overall, at, failure FROM event"
                    + " WHERE seq > ? ORDER BY seq LIMIT ?";
    private static final String OLDEST = "SELECT seq, at FROM event ORDER BY seq LIMIT ?";
    private static final String CURSOR = "SELECT seq FROM cursor WHERE subscriber = ?";
    private static final String MOVE =
            "INSERT OR REPLACE INTO cursor (subscriber, seq) VALUES (?, ?)";

    private EventTable() {}

    /// Adds an event to those that `add` stores.
    static void prepareAdd(Session session, long seq, Event event) throws SQLException {
        PreparedStatement insert = session.prepare(INSERT);
        insert.setLong(1, seq);
        insert.setLong(2, event.message().value());
        insert.setInt(3, event.attempt());
        insert.setInt(4, Codes.of(event.kind(), event.status()));
        insert.setInt(5, Codes.of(event.overall()));
        insert.setLong(6, Codes.of(event.at()));
        insert.setBytes(7, event.failure().map(EventTable::doc).orElse(null));
        insert.addBatch();
    }

    /// The same for what happened to an operation: `message` holds the operation, `attempt` how
    /// many messages it tells of.
    static void prepareAdd(Session session, OperationEvent event) throws SQLException {
        PreparedStatement insert = session.prepare(INSERT);
        insert.setLong(1, event.seq());
        insert.setLong(2, event.operation().value());
        insert.setInt(3, event.accepted());
        insert.setInt(4, Codes.of(event.status()));
        insert.setInt(5, Codes.of(event.status()));
        insert.setLong(6, Codes.of(event.at()));
        insert.setBytes(7, null);
        insert.addBatch();
    }

    static void add(Session session) throws SQLException {
        session.prepare(INSERT).executeBatch();
    }

    static List<LogEntry> after(Session session, long seq, int max) throws SQLException {
        List<LogEntry> events = new ArrayList<>();
        try (ResultSet rows = session.prepare(AFTER, seq, max).executeQuery()) {
            while (rows.next()) {
                events.add(Codes.isOfOperation(rows.getInt(4)) ? ofOperation(rows) : event(rows));
            }
        }
        return events;
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong(1),
                new MessageId(row.getLong(2)),
                row.getInt(3),
                Codes.statusOfEvent(row.getInt(4)),
                Codes.status(row.getInt(5)),
                failure(row.getBytes(7)),
                Codes.instant(row.getLong(6)),
                Codes.kind(row.getInt(4)));
    }

    private static OperationEvent ofOperation(ResultSet row) throws SQLException {
        return new OperationEvent(
                row.getLong(1),
                new OperationId(row.getLong(2)),
                Codes.operationStatus(row.getInt(4)),
                row.getInt(3),
                Codes.instant(row.getLong(6)));
    }

    private static byte[] doc(Failure failure) {
        return Json.write(out -> Json.failure(out, failure)).bytes();
    }

    private static Optional<Failure> failure(byte @Nullable [] doc) {
        return doc == null ? Optional.empty() : Optional.of(Json.read(new Doc(doc), Json::failure));
    }

    /// Deletes up to `max` events from the beginning of the log, as far as they are older than
    /// `before`.
    static void purge(Session session, Instant before, int max) throws SQLException {
        long last = 0;
        try (ResultSet rows = session.prepare(OLDEST, max).executeQuery()) {
            while (rows.next() && rows.getLong(2) < Codes.of(before)) {
                last = rows.getLong(1);
            }
        }
        session.prepare("DELETE FROM event WHERE seq <= ?", last).executeUpdate();
    }

    static long cursor(Session session, String subscriber) throws SQLException {
        PreparedStatement select = session.prepare(CURSOR);
        select.setString(1, subscriber);
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    static boolean advance(Session session, String subscriber, long from, long to)
            throws SQLException {
        if (cursor(session, subscriber) != from) {
            return false;
        }
        PreparedStatement move = session.prepare(MOVE);
        move.setString(1, subscriber);
        move.setLong(2, to);
        move.executeUpdate();
        return true;
    }
}
