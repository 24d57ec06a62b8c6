package io.posthorn.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;

/// The table `mark`: the greatest numbers ever given out.
///
/// @param id of any resource
/// @param seq of the event log
record Marks(long id, long seq) {

    static Marks load(Session session) throws SQLException {
        try (ResultSet rows = session.prepare("SELECT id, seq FROM mark").executeQuery()) {
            rows.next();
            return new Marks(rows.getLong(1), rows.getLong(2));
        }
    }

    void save(Session session) throws SQLException {
        session.prepare("UPDATE mark SET id = ?, seq = ?", id, seq).executeUpdate();
    }

    Marks withId(long value) {
        return value > id ? new Marks(value, seq) : this;
    }

    Marks withSeq(long value) {
        return new Marks(id, value);
    }
}
