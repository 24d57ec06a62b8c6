package io.posthorn.store.sqlite;

import io.posthorn.message.EligibilityClass;
import io.posthorn.store.sqlite.Lane.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ready messages of the table `message`, by lane and class, in order of their turns.
final class ReadyTable {

    private static final String IN_CLASS =
            "SELECT m.turn, "
                    + MessageTable.COLUMNS
                    + " FROM message m INDEXED BY message_ready CROSS JOIN plan p ON p.id = m.id"
                    + " WHERE m.state = 3 AND m.queue = ?1 AND m.lane = ?2 AND m.class = ?3"
                    + " AND m.behind = 0 ";

    /// In two parts, so that of many messages with one turn the passed ones are not read again.
    private static final String BEHIND =
            IN_CLASS
                    + "AND m.turn = ?4 AND m.id > ?5 UNION ALL "
                    + IN_CLASS
                    + "AND m.turn > ?4 ORDER BY 1, 2 LIMIT ?6";

    private static final String HEAD =
            "SELECT updated FROM message INDEXED BY message_ready WHERE state = 3 AND queue = ?"
                    + " AND lane = ? AND class = ? ORDER BY behind, turn, id LIMIT 1";

    private ReadyTable() {}

    /// The ready messages of a lane; what is read must be understood with
    /// [MessageTable#understand].
    static Lane.Waiting<MessageTable.Row> in(Session session, Lanes.Name lane) {
        return (of, place, max) -> behind(session, lane, of, place, max);
    }

    private static List<Lane.Ready<MessageTable.Row>> behind(
            Session session, Lanes.Name lane, EligibilityClass of, Place place, int max)
            throws SQLException {
        PreparedStatement behind =
                session.prepare(
                        BEHIND,
                        lane.queue(),
                        Codes.of(lane.priority()),
                        Codes.of(of),
                        place.turn(),
                        place.message(),
                        max);
        List<Lane.Ready<MessageTable.Row>> found = new ArrayList<>();
        try (ResultSet rows = behind.executeQuery()) {
            while (rows.next()) {
                MessageTable.Row row = MessageTable.row(rows, 2);
                found.add(new Lane.Ready<>(new Place(rows.getLong(1), row.id().value()), row));
            }
        }
        return found;
    }

    /// Since when the message that is next of a class is ready; empty when none is.
    static Optional<Instant> readySince(Session session, Lanes.Name lane, EligibilityClass of)
            throws SQLException {
        PreparedStatement head =
                session.prepare(HEAD, lane.queue(), Codes.of(lane.priority()), Codes.of(of));
        try (ResultSet rows = head.executeQuery()) {
            return rows.next() ? Optional.of(Codes.instant(rows.getLong(1))) : Optional.empty();
        }
    }
}
