package io.posthorn.store.sqlite;

import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Plan;
import io.posthorn.message.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The tables `message` and `plan`, row by row.
final class MessageTable {

    private static final String INSERT =
            "INSERT INTO message (id, account, queue, lane, turn, class, ordering, behind,"
                    + " state, at, version, updated, attempts, life)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_PLAN =
            "INSERT INTO plan (id, operation, doc) VALUES (?, ?, ?)";
    private static final String UPDATE =
            "UPDATE message SET turn = coalesce(?, turn), class = coalesce(?, class),"
                    + " behind = coalesce(?, behind),"
                    + " state = ?, at = ?, version = ?, updated = ?, attempts = ?, life = ? WHERE id = ? AND version = ?";

    /// What `read` reads, of the tables `m` and `p`.
    static final String COLUMNS =
            "m.id, m.state, m.at, m.version, m.updated, m.life, p.operation, p.doc";

    private static final String FROM = " FROM message m CROSS JOIN plan p ON p.id = m.id ";
    static final String SELECT = "SELECT " + COLUMNS + FROM;
    private static final String ONE = SELECT + "WHERE m.id = ?";
    private static final String DUE =
            "SELECT "
                    + COLUMNS
                    + " FROM message m INDEXED BY message_due CROSS JOIN plan p ON p.id = m.id"
                    + " WHERE m.state <= 6 AND m.state = ? AND m.at <= ? ORDER BY m.at, m.id"
                    + " LIMIT ?";
    private static final String OLD =
            SELECT + "WHERE m.id < ? AND m.state > 6 ORDER BY m.id LIMIT ?";

    private final Operations operations;

    MessageTable(Operations operations) {
        this.operations = operations;
    }

    /// A row as it is in the file, to be understood when no lock is held.
    record Row(
            MessageId id,
            LifeDoc.Columns state,
            long version,
            Instant updatedAt,
            Doc life,
            OperationId operation,
            Doc plan) {}

    /// A message and its docs, made before any lock is taken.
    record Encoded(Message message, Doc life, Doc plan) {

        static Encoded of(Message message) {
            return new Encoded(message, LifeDoc.write(message), PlanDoc.write(message.plan()));
        }
    }

    static void insert(Session session, List<Encoded> fresh, List<Optional<Lane.Entry>> places)
            throws SQLException {
        PreparedStatement message = session.prepare(INSERT);
        PreparedStatement plan = session.prepare(INSERT_PLAN);
        for (int i = 0; i < fresh.size(); i++) {
            Encoded one = fresh.get(i);
            Operation operation = one.message().plan().operation();
            message.setLong(1, one.message().id().value());
            message.setInt(2, operation.account().hashCode());
            message.setLong(3, operation.origin().queue());
            message.setInt(4, Codes.of(operation.priority()));
            message.setLong(5, places.get(i).map(Lane.Entry::turn).orElse(0L));
            message.setLong(6, places.get(i).map(p -> Codes.of(p.in())).orElse(0L));
            ordering(message, one.message());
            life(message, 9, one.message(), one.life());
            message.addBatch();
            plan.setLong(1, one.message().id().value());
            plan.setLong(2, operation.id().value());
            plan.setBytes(3, one.plan().bytes());
            plan.addBatch();
            if ((i + 1) % Session.ROWS == 0) {
                message.executeBatch();
                plan.executeBatch();
            }
        }
        message.executeBatch();
        plan.executeBatch();
    }

    private static void ordering(PreparedStatement insert, Message message) throws SQLException {
        OptionalLong ordering = Orderings.of(message);
        insert.setObject(7, ordering.isPresent() ? ordering.getAsLong() : null);
        insert.setInt(8, Orderings.beginsBehind(message) ? 1 : 0);
    }

    /// Adds an update to those that `update` executes: `place` empty keeps the old one.
    static void prepareUpdate(Session session, Change change, Doc life, Optional<Lane.Entry> place)
            throws SQLException {
        PreparedStatement update = session.prepare(UPDATE);
        update.setObject(1, place.map(Lane.Entry::turn).orElse(null));
        update.setObject(2, place.map(p -> Codes.of(p.in())).orElse(null));
        update.setObject(3, Orderings.beginsBehind(change) ? 1 : null);
        int next = life(update, 4, change.after(), life);
        update.setLong(next, change.after().id().value());
        update.setLong(next + 1, change.before().version());
        update.addBatch();
    }

    /// For each prepared update whether it found its version.
    static int[] update(Session session) throws SQLException {
        return session.prepare(UPDATE).executeBatch();
    }

    private static int life(PreparedStatement statement, int from, Message message, Doc life)
            throws SQLException {
        statement.setInt(from, Codes.of(message.state()));
        statement.setLong(from + 1, Codes.of(at(message)));
        statement.setLong(from + 2, message.version());
        statement.setLong(from + 3, Codes.of(message.updatedAt()));
        statement.setInt(from + 4, message.attempts().size());
        statement.setBytes(from + 5, life.bytes());
        return from + 6;
    }

    private static Instant at(Message message) {
        return switch (message.state()) {
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sending _,
                    State.Unsure _,
                    State.Awaiting _,
                    State.Revoking _ ->
                    message.state().due(message.plan().expiresAt()).orElseThrow();
            case State.Sent(Instant at) -> at;
            case State.Delivered(Instant at) -> at;
            case State.Read(Instant at) -> at;
            case State.Undelivered(var _, Instant at) -> at;
            case State.Failed(var _, Instant at) -> at;
            case State.Unaddressable(var _, Instant at) -> at;
            case State.Canceled(Instant at) -> at;
            case State.Inbound(Instant at) -> at;
        };
    }

    Optional<Message> find(Session session, MessageId id) throws SQLException {
        return read(session, session.prepare(ONE, id.value())).stream().findFirst();
    }

    /// Messages in a state that is due at `now` or before, longest overdue first.
    List<Message> due(Session session, int state, Instant now, int max) throws SQLException {
        return read(session, session.prepare(DUE, state, Codes.of(now), max));
    }

    /// All messages that are being sent.
    List<Message> sending(Session session) throws SQLException {
        return read(
                session, session.prepare(DUE, Codes.SENDING, Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    /// Closed messages with smaller ids than `before`, oldest first.
    List<Message> old(Session session, long before, int max) throws SQLException {
        return read(session, session.prepare(OLD, before, max));
    }

    List<Message> read(Session session, PreparedStatement query) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(row(rows, 1));
            }
        }
        return understand(session, found);
    }

    static Row row(ResultSet row, int from) throws SQLException {
        return new Row(
                new MessageId(row.getLong(from)),
                new LifeDoc.Columns(row.getInt(from + 1), Codes.instant(row.getLong(from + 2))),
                row.getLong(from + 3),
                Codes.instant(row.getLong(from + 4)),
                new Doc(row.getBytes(from + 5)),
                new OperationId(row.getLong(from + 6)),
                new Doc(row.getBytes(from + 7)));
    }

    List<Message> understand(Session session, List<Row> rows) throws SQLException {
        List<Message> messages = new ArrayList<>(rows.size());
        for (Row row : rows) {
            messages.add(understand(session, row));
        }
        return messages;
    }

    Message understand(Session session, Row row) throws SQLException {
        Plan plan = PlanDoc.read(row.plan(), operations.get(session, row.operation()));
        LifeDoc.Life life = LifeDoc.read(row.life(), row.state(), plan);
        return new Message(
                row.id(),
                plan,
                life.state(),
                life.step(),
                life.attempts(),
                life.withdrawn(),
                row.updatedAt(),
                row.version());
    }

    static void delete(Session session, MessageId id) throws SQLException {
        session.prepare("DELETE FROM message WHERE id = ?", id.value()).executeUpdate();
        session.prepare("DELETE FROM plan WHERE id = ?", id.value()).executeUpdate();
    }
}
