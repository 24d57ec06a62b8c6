package io.posthorn.store.sqlite;

import io.posthorn.message.Attempt;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.store.SentPart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `receipt_key`: which part of which attempt a carrier's id stands for.
final class ReceiptTable {

    private static final String PUT =
            "INSERT OR REPLACE INTO receipt_key (connection, key, message, attempt, part)"
                    + " VALUES (?, ?, ?, ?, ?)";
    private static final String FIND =
            "SELECT message, attempt, part FROM receipt_key WHERE connection = ? AND key = ?";
    private static final String DELETE =
            "DELETE FROM receipt_key WHERE connection = ? AND key = ? AND message = ?";

    private ReceiptTable() {}

    /// Adds the keys that `after` has and `before` had not to those that `put` stores.
    static void preparePut(Session session, Message before, Message after) throws SQLException {
        for (Attempt attempt : after.attempts()) {
            if (!attempt.receiptKeys().isEmpty() && !known(before, attempt)) {
                preparePut(session, after.id(), attempt);
            }
        }
    }

    /// Adds the keys of a message that is new to those that `put` stores.
    static void preparePut(Session session, Message fresh) throws SQLException {
        for (Attempt attempt : fresh.attempts()) {
            preparePut(session, fresh.id(), attempt);
        }
    }

    private static boolean known(Message before, Attempt attempt) {
        for (Attempt old : before.attempts()) {
            if (old.number() == attempt.number()) {
                return old.receiptKeys().equals(attempt.receiptKeys());
            }
        }
        return false;
    }

    private static void preparePut(Session session, MessageId message, Attempt attempt)
            throws SQLException {
        PreparedStatement put = session.prepare(PUT);
        for (int part = 0; part < attempt.receiptKeys().size(); part++) {
            put.setLong(1, attempt.connection().value());
            put.setString(2, attempt.receiptKeys().get(part));
            put.setLong(3, message.value());
            put.setInt(4, attempt.number());
            put.setInt(5, part);
            put.addBatch();
        }
    }

    static void put(Session session) throws SQLException {
        session.prepare(PUT).executeBatch();
    }

    static List<SentPart> find(Session session, ConnectionId connection, List<String> keys)
            throws SQLException {
        List<SentPart> found = new ArrayList<>();
        PreparedStatement find = session.prepare(FIND);
        for (String key : keys) {
            find.setLong(1, connection.value());
            find.setString(2, key);
            try (ResultSet rows = find.executeQuery()) {
                if (rows.next()) {
                    found.add(
                            new SentPart(
                                    key,
                                    new MessageId(rows.getLong(1)),
                                    rows.getInt(2),
                                    rows.getInt(3)));
                }
            }
        }
        return found;
    }

    /// Deletes the keys of a message, but for those that the carrier gave to another since.
    static void forget(Session session, Message message) throws SQLException {
        PreparedStatement delete = session.prepare(DELETE);
        for (Attempt attempt : message.attempts()) {
            for (String key : attempt.receiptKeys()) {
                delete.setLong(1, attempt.connection().value());
                delete.setString(2, key);
                delete.setLong(3, message.id().value());
                delete.addBatch();
            }
        }
        delete.executeBatch();
    }
}
