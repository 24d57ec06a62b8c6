package io.posthorn.store.sqlite;

import io.posthorn.message.ConnectionId;
import io.posthorn.store.EarlyReceipt;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The table `early_receipt`.
final class EarlyReceiptTable {

    private static final String INSERT =
            "INSERT INTO early_receipt (connection, at, doc) VALUES (?, ?, ?)";
    private static final String DELETE =
            "DELETE FROM early_receipt WHERE connection = ? AND at = ? AND doc = ?";
    private static final String NEWEST =
            "SELECT connection, at, doc FROM early_receipt ORDER BY at DESC, id DESC LIMIT ?";
    private static final String PURGE =
            "DELETE FROM early_receipt WHERE id IN"
                    + " (SELECT id FROM early_receipt WHERE at < ? ORDER BY at LIMIT ?)";

    private EarlyReceiptTable() {}

    static void add(Session session, List<EarlyReceipt> receipts) throws SQLException {
        each(session.prepare(INSERT), receipts);
    }

    static void remove(Session session, List<EarlyReceipt> receipts) throws SQLException {
        each(session.prepare(DELETE), receipts);
    }

    private static void each(PreparedStatement statement, List<EarlyReceipt> receipts)
            throws SQLException {
        for (EarlyReceipt receipt : receipts) {
            statement.setLong(1, receipt.connection().value());
            statement.setLong(2, Codes.of(receipt.at()));
            statement.setBytes(3, ReceiptDoc.write(receipt).bytes());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    static List<EarlyReceipt> newest(Session session, int max) throws SQLException {
        List<EarlyReceipt> found = new ArrayList<>();
        try (ResultSet rows = session.prepare(NEWEST, max).executeQuery()) {
            while (rows.next()) {
                found.add(
                        ReceiptDoc.read(
                                new Doc(rows.getBytes(3)),
                                new ConnectionId(rows.getLong(1)),
                                Codes.instant(rows.getLong(2))));
            }
        }
        return found;
    }

    static void purge(Session session, Instant before, int max) throws SQLException {
        session.prepare(PURGE, Codes.of(before), max).executeUpdate();
    }
}
