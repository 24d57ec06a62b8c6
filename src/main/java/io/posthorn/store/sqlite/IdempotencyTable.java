package io.posthorn.store.sqlite;

import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.store.Batch;
import io.posthorn.store.Written;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table `idempotency_key`.
final class IdempotencyTable {

    private static final String FIND =
            "SELECT body_hash, operation FROM idempotency_key"
                    + " WHERE account = ? AND key = ? AND expires > ?";
    private static final String PUT =
            "INSERT OR REPLACE INTO idempotency_key (account, key, body_hash, operation, expires)"
                    + " VALUES (?, ?, ?, ?, ?)";
    private static final String DELETE =
            "DELETE FROM idempotency_key WHERE (account, key) ="
                    + " (SELECT ?, idempotency_key FROM operation WHERE id = ?)"
                    + " AND operation = ?";

    private IdempotencyTable() {}

    /// The answer to a request whose key is known at `now`.
    static Optional<Written.Answer> answer(Session session, Batch.IdempotencyKey key, Instant now)
            throws SQLException {
        PreparedStatement find = session.prepare(FIND);
        find.setString(1, key.account());
        find.setString(2, key.key());
        find.setLong(3, Codes.of(now));
        try (ResultSet rows = find.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            OperationId first = new OperationId(rows.getLong(2));
            return Optional.of(
                    rows.getString(1).equals(key.bodyHash())
                            ? new Written.Answer.Replayed(first)
                            : new Written.Answer.KeyReused(first));
        }
    }

    static void put(Session session, Batch.IdempotencyKey key, OperationId operation)
            throws SQLException {
        PreparedStatement put = session.prepare(PUT);
        put.setString(1, key.account());
        put.setString(2, key.key());
        put.setString(3, key.bodyHash());
        put.setLong(4, operation.value());
        put.setLong(5, Codes.of(key.expiresAt()));
        put.executeUpdate();
    }

    /// Deletes the key of an operation unless a later one has taken it over.
    static void forget(Session session, Operation operation) throws SQLException {
        PreparedStatement delete = session.prepare(DELETE);
        delete.setString(1, operation.account());
        delete.setLong(2, operation.id().value());
        delete.setLong(3, operation.id().value());
        delete.executeUpdate();
    }
}
