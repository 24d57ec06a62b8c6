package io.posthorn.store.sqlite;

import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.State;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/// The table `unfilled`: messages that an older schema stored, whose new columns only the program
/// can tell. They are filled in when the file is opened, so nothing else meets them.
final class Unfilled {

    private static final int CHUNK = 1_000; // per transaction
    private static final String SELECT =
            MessageTable.SELECT
                    + "WHERE m.id IN (SELECT message FROM unfilled ORDER BY message LIMIT ?)"
                    + " ORDER BY m.id";

    private static final String UPDATE =
            "UPDATE message SET class = ?, ordering = ?, behind = ? WHERE id = ?";

    private Unfilled() {}

    static void fill(Writer writer, MessageTable messages, TermBlocks blocks) {
        int filled = CHUNK;
        while (filled == CHUNK) {
            TermWrite terms = new TermWrite(blocks);
            filled = writer.transact(session -> fill(session, messages, terms), terms::committed);
        }
    }

    private static int fill(Session session, MessageTable messages, TermWrite terms)
            throws SQLException {
        List<Message> chunk = messages.read(session, session.prepare(SELECT, CHUNK));
        if (!chunk.isEmpty()) {
            terms.begin(session, chunk.getFirst().id().value());
        }
        Orderings orderings = new Orderings();
        for (Message message : chunk) {
            fill(session, message);
            orderings.stored(message);
            terms.stored(session, message);
        }
        orderings.settle(session);
        terms.finish(session);
        return chunk.size();
    }

    private static void fill(Session session, Message message) throws SQLException {
        PreparedStatement update = session.prepare(UPDATE);
        boolean ready = message.state() instanceof State.Queued;
        OptionalLong ordering = Orderings.of(message);
        update.setLong(1, ready ? Codes.of(EligibilityClass.of(message)) : 0);
        update.setObject(2, ordering.isPresent() ? ordering.getAsLong() : null);
        update.setInt(3, Orderings.beginsBehind(message) ? 1 : 0);
        update.setLong(4, message.id().value());
        update.executeUpdate();
        session.prepare("DELETE FROM unfilled WHERE message = ?", message.id().value())
                .executeUpdate();
    }
}
