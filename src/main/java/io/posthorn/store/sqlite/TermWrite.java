package io.posthorn.store.sqlite;

import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.store.sqlite.TermBlocks.Block;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// The terms of one batch. Only a batch that finds the last block full begins another, so a block
/// has as many terms as it needs and a large batch stays together.
final class TermWrite {

    private static final String ADD =
            "INSERT OR IGNORE INTO term (block, hash, message) VALUES (?, ?, ?)";
    private static final String BEGIN = "INSERT INTO term_block (block, first) VALUES (?, ?)";

    private final TermBlocks blocks;
    private Optional<Block> begun = Optional.empty();
    private long last; // terms for the last block
    private int added;

    TermWrite(TermBlocks blocks) {
        this.blocks = blocks;
    }

    /// @param next above every id stored so far
    void begin(Session session, long next) throws SQLException {
        if (blocks.full()) {
            Block block = blocks.next(next);
            session.prepare(BEGIN, block.number(), block.first()).executeUpdate();
            begun = Optional.of(block);
        }
    }

    void stored(Session session, Message fresh) throws SQLException {
        add(session, fresh.id().value(), Terms.of(fresh));
    }

    void changed(Session session, Change change) throws SQLException {
        add(session, change.after().id().value(), Terms.added(change.before(), change.after()));
    }

    private void add(Session session, long message, Set<Integer> terms) throws SQLException {
        PreparedStatement add = session.prepare(ADD);
        for (int term : terms) {
            add.setLong(1, blockOf(message));
            add.setInt(2, term);
            add.setLong(3, message);
            add.addBatch();
            if (++added % Session.ROWS == 0) {
                add.executeBatch();
            }
        }
    }

    private long blockOf(long message) {
        if (begun.isPresent() && message >= begun.get().first()) {
            last++;
            return begun.get().number();
        }
        return blocks.of(message);
    }

    void finish(Session session) throws SQLException {
        session.prepare(ADD).executeBatch();
    }

    /// To be called when the batch is on disk.
    void committed() {
        begun.ifPresent(blocks::begun);
        blocks.added(begun.isPresent() ? last : added);
    }
}
