package io.posthorn.store.sqlite;

import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Status;
import io.posthorn.store.Batch;
import io.posthorn.store.OperationQuery;
import io.posthorn.store.Progress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The table `operation`, and what its messages say together.
final class OperationTable {

    private static final String INSERT =
            "INSERT INTO operation (id, account, first_message, size, open, canceled,"
                    + " idempotency_key, doc, kind) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)";
    private static final String ADD_OPEN = "UPDATE operation SET open = open + ? WHERE id = ?";
    private static final String OPEN = "SELECT open FROM operation WHERE id = ?";
    private static final String BEGUN =
            "SELECT 1 FROM message WHERE id >= ? AND id < ? AND state NOT IN (%d, %d, %d) LIMIT 1"
                    .formatted(Codes.SCHEDULED, Codes.UNADDRESSABLE, Codes.CANCELED);
    private static final String CANCEL = "UPDATE operation SET canceled = 1 WHERE id = ?";
    private static final String COLUMNS =
            "SELECT id, first_message, size, CASE size WHEN 1 THEN"
                    + " (SELECT count(*) FROM message m WHERE m.id = first_message AND m.state <= 6)"
                    + " ELSE open END, canceled, doc FROM operation ";
    private static final String LIST =
            COLUMNS + "WHERE account = ? AND id >= ? AND id < ? ORDER BY id DESC";
    private static final String LIST_OF_KIND =
            COLUMNS
                    + "INDEXED BY operation_kind"
                    + " WHERE account = ? AND id >= ? AND id < ? AND kind = ? ORDER BY id DESC";
    private static final String ONE = COLUMNS + "WHERE id = ?";

    /// One pass over the operation's messages: how many are in each state, how many attempts they
    /// took, and when the last of them changed.
    private static final String COUNT =
            IntStream.rangeClosed(Codes.FIRST_OPEN, Codes.INBOUND)
                    .mapToObj(state -> "sum(state = " + state + ")")
                    .collect(
                            Collectors.joining(
                                    ", ",
                                    "SELECT sum(attempts), max(updated), ",
                                    " FROM message WHERE id >= ? AND id < ?"));

    /// An operation and how it stands, as far as its own row says.
    record Row(Operation operation, long open, boolean canceled) {

        private Row withoutAttachments() {
            return new Row(operation.withoutAttachments(), open, canceled);
        }
    }

    private OperationTable() {}

    static void insert(Session session, Batch.Submission submission, Doc doc, long open)
            throws SQLException {
        Operation operation = submission.operation();
        PreparedStatement insert = session.prepare(INSERT);
        insert.setLong(1, operation.id().value());
        insert.setInt(2, operation.account().hashCode());
        insert.setLong(3, operation.firstMessage().value());
        insert.setInt(4, operation.size());
        insert.setLong(5, open);
        insert.setString(6, submission.key().map(Batch.IdempotencyKey::key).orElse(null));
        insert.setBytes(7, doc.bytes());
        insert.setInt(8, Codes.of(operation.kind()));
        insert.executeUpdate();
    }

    static void addOpen(Session session, Map<OperationId, Integer> deltas) throws SQLException {
        PreparedStatement add = session.prepare(ADD_OPEN);
        for (Map.Entry<OperationId, Integer> delta : deltas.entrySet()) {
            add.setInt(1, delta.getValue());
            add.setLong(2, delta.getKey().value());
            add.addBatch();
        }
        add.executeBatch();
    }

    /// Whether no message of an operation of several is open.
    static boolean ended(Session session, OperationId id) throws SQLException {
        try (ResultSet rows = session.prepare(OPEN, id.value()).executeQuery()) {
            return rows.next() && rows.getLong(1) == 0;
        }
    }

    /// Whether any message of the operation ever became due.
    static boolean hasBegun(Session session, Operation operation) throws SQLException {
        long first = operation.firstMessage().value();
        PreparedStatement begun = session.prepare(BEGUN, first, first + operation.size());
        try (ResultSet rows = begun.executeQuery()) {
            return rows.next();
        }
    }

    static void cancel(Session session, OperationId id) throws SQLException {
        session.prepare(CANCEL, id.value()).executeUpdate();
    }

    static Optional<Row> find(Session session, OperationId id) throws SQLException {
        try (ResultSet rows = session.prepare(ONE, id.value()).executeQuery()) {
            return rows.next() ? Optional.of(row(rows)) : Optional.empty();
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        OperationDoc.Columns columns =
                new OperationDoc.Columns(
                        new OperationId(row.getLong(1)),
                        new MessageId(row.getLong(2)),
                        row.getInt(3));
        return new Row(
                OperationDoc.read(new Doc(row.getBytes(6)), columns),
                row.getLong(4),
                row.getInt(5) != 0);
    }

    static List<Progress> list(Session session, OperationQuery query) throws SQLException {
        List<Progress> found = new ArrayList<>();
        for (Row row : matching(session, query)) {
            found.add(progress(session, row, query.now()));
        }
        return found;
    }

    private static List<Row> matching(Session session, OperationQuery query) throws SQLException {
        IdRange range = range(query);
        List<Row> found = new ArrayList<>();
        PreparedStatement list =
                session.prepare(
                        query.kind().isPresent() ? LIST_OF_KIND : LIST,
                        query.account().hashCode(),
                        range.from(),
                        range.until());
        if (query.kind().isPresent()) {
            list.setInt(4, Codes.of(query.kind().get()));
        }
        try (ResultSet rows = list.executeQuery()) {
            while (found.size() < query.max() && rows.next()) {
                Row row = row(rows).withoutAttachments();
                if (matches(query, row)) {
                    found.add(row);
                }
            }
        }
        return found;
    }

    private static IdRange range(OperationQuery query) {
        IdRange range =
                IdRange.of(query.from(), query.until(), query.before().map(OperationId::value));
        return query.id().map(id -> range.within(id.value(), 1)).orElse(range);
    }

    private static boolean matches(OperationQuery query, Row row) {
        return query.matches(row.operation())
                && query.status().map(status(row, query.now())::equals).orElse(true);
    }

    private static Operation.Status status(Row row, Instant now) {
        return Progress.status(row.operation(), row.canceled(), row.open(), now);
    }

    private static Progress progress(Session session, Row row, Instant now) throws SQLException {
        Operation operation = row.operation();
        long first = operation.firstMessage().value();
        PreparedStatement count = session.prepare(COUNT, first, first + operation.size());
        try (ResultSet sums = count.executeQuery()) {
            sums.next();
            long updated = sums.getLong(2);
            return new Progress(
                    operation,
                    status(row, now),
                    counts(sums),
                    sums.getInt(column(Codes.UNADDRESSABLE)),
                    sums.getLong(1),
                    updated == 0 ? operation.id().createdAt() : Codes.instant(updated));
        }
    }

    private static Map<Status, Integer> counts(ResultSet sums) throws SQLException {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            int count = 0;
            for (int state : Codes.statesOf(status)) {
                count += state == Codes.UNADDRESSABLE ? 0 : sums.getInt(column(state));
            }
            if (count > 0) {
                counts.put(status, count);
            }
        }
        return counts;
    }

    private static int column(int state) {
        return state - Codes.FIRST_OPEN + 3;
    }

    /// Deletes the operation when it has no message left.
    static void deleteIfEmpty(Session session, Operation operation) throws SQLException {
        long first = operation.firstMessage().value();
        PreparedStatement left =
                session.prepare(
                        "SELECT 1 FROM message WHERE id >= ? AND id < ? LIMIT 1",
                        first,
                        first + operation.size());
        try (ResultSet rows = left.executeQuery()) {
            if (rows.next()) {
                return;
            }
        }
        long id = operation.id().value();
        IdempotencyTable.forget(session, operation);
        session.prepare("DELETE FROM operation WHERE id = ?", id).executeUpdate();
    }
}
