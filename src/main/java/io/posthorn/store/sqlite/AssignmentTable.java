package io.posthorn.store.sqlite;

import io.posthorn.message.Assignment;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table `assignment`.
final class AssignmentTable {

    private static final String PUT =
            "INSERT OR REPLACE INTO assignment (pool, address, sender, reason, at)"
                    + " VALUES (?, ?, ?, ?, ?)";
    private static final String ONE =
            "SELECT sender, reason, at FROM assignment WHERE pool = ? AND address = ?";
    private static final String DELETE = "DELETE FROM assignment WHERE pool = ? AND address = ?";
    private static final String FORGET =
            "DELETE FROM assignment WHERE (pool, address) IN"
                    + " (SELECT pool, address FROM assignment WHERE at < ? ORDER BY at LIMIT ?)";

    private AssignmentTable() {}

    static void put(Session session, List<Assignment> assignments) throws SQLException {
        PreparedStatement put = session.prepare(PUT);
        for (Assignment one : assignments) {
            put.setLong(1, one.pool().value());
            put.setString(2, one.address());
            put.setLong(3, one.sender().value());
            put.setInt(4, Codes.of(one.reason()));
            put.setLong(5, Codes.of(one.at()));
            put.executeUpdate();
        }
    }

    static void delete(Session session, List<Assignment.Key> released) throws SQLException {
        PreparedStatement delete = session.prepare(DELETE);
        for (Assignment.Key key : released) {
            delete.setLong(1, key.pool().value());
            delete.setString(2, key.address());
            delete.executeUpdate();
        }
    }

    static Optional<Assignment> find(Session session, PoolId pool, String address)
            throws SQLException {
        PreparedStatement one = session.prepare(ONE);
        one.setLong(1, pool.value());
        one.setString(2, address);
        try (ResultSet rows = one.executeQuery()) {
            return rows.next()
                    ? Optional.of(
                            new Assignment(
                                    pool,
                                    address,
                                    new SenderId(rows.getLong(1)),
                                    Codes.reason(rows.getInt(2)),
                                    Codes.instant(rows.getLong(3))))
                    : Optional.empty();
        }
    }

    /// How many were last used before `before`, and are forgotten: up to `max`.
    static int forget(Session session, Instant before, int max) throws SQLException {
        return session.prepare(FORGET, Codes.of(before), max).executeUpdate();
    }
}
