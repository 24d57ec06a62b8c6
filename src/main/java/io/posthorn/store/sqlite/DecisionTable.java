package io.posthorn.store.sqlite;

import io.posthorn.message.Decision;
import io.posthorn.message.MessageId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `decision`. An attempt whose bytes never left is made again under its number, and its
/// decision with it.
final class DecisionTable {

    private static final String PUT =
            "INSERT OR REPLACE INTO decision (message, attempt, record) VALUES (?, ?, ?)";
    private static final String OF =
            "SELECT attempt, record FROM decision WHERE message = ? ORDER BY attempt";
    private static final String DELETE = "DELETE FROM decision WHERE message = ?";

    private DecisionTable() {}

    /// Adds decisions to those that `put` stores.
    static void preparePut(Session session, List<Decision> decisions) throws SQLException {
        for (Decision decision : decisions) {
            PreparedStatement put = session.prepare(PUT);
            put.setLong(1, decision.message().value());
            put.setInt(2, decision.attempt());
            put.setString(3, decision.record());
            put.addBatch();
        }
    }

    static void put(Session session) throws SQLException {
        session.prepare(PUT).executeBatch();
    }

    static List<Decision> of(Session session, MessageId message) throws SQLException {
        List<Decision> found = new ArrayList<>();
        try (ResultSet rows = session.prepare(OF, message.value()).executeQuery()) {
            while (rows.next()) {
                found.add(new Decision(message, rows.getInt(1), rows.getString(2)));
            }
        }
        return found;
    }

    static void delete(Session session, MessageId message) throws SQLException {
        session.prepare(DELETE, message.value()).executeUpdate();
    }
}
