package io.posthorn.store.sqlite;

import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.State;
import java.sql.SQLException;
import java.util.List;

/// The table `unfilled`: messages that an older schema stored, whose new columns only the program
/// can tell. They are filled in when the file is opened, so nothing else meets them.
final class Unfilled {

    private static final int CHUNK = 1_000; // per transaction
    private static final String SELECT =
            MessageTable.SELECT + "WHERE m.id IN (SELECT message FROM unfilled LIMIT ?)";

    private Unfilled() {}

    static void fill(Writer writer, MessageTable messages) {
        int filled = CHUNK;
        while (filled == CHUNK) {
            filled = writer.transact(session -> fill(session, messages), Unfilled::nothing);
        }
    }

    private static void nothing() {
        // nobody has read the file yet
    }

    private static int fill(Session session, MessageTable messages) throws SQLException {
        List<Message> chunk = messages.read(session, session.prepare(SELECT, CHUNK));
        for (Message message : chunk) {
            fill(session, message);
        }
        return chunk.size();
    }

    private static void fill(Session session, Message message) throws SQLException {
        if (message.state() instanceof State.Queued) {
            long in = Codes.of(EligibilityClass.of(message));
            session.prepare("UPDATE message SET class = ? WHERE id = ?", in, message.id().value())
                    .executeUpdate();
        }
        session.prepare("DELETE FROM unfilled WHERE message = ?", message.id().value())
                .executeUpdate();
    }
}
