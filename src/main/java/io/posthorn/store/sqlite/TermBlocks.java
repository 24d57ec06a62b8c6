package io.posthorn.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The tables `term` and `term_block`, and in memory where each block begins.
final class TermBlocks {

    private static final int FULL = 2_048; // terms: some ten pages
    private static final String COUNT_LAST =
            "SELECT count(*) FROM term WHERE block = (SELECT max(block) FROM term_block)";
    private static final String HAS = "SELECT 1 FROM term WHERE block = ? AND hash = ? LIMIT 1";
    private static final String MESSAGES =
            "SELECT message FROM term WHERE block = ? AND hash = ? AND message >= ?"
                    + " AND message < ?";
    private static final String IN_USE = "SELECT 1 FROM message WHERE id >= ? AND id < ? LIMIT 1";

    /// @param first the id it begins with
    record Block(long number, long first) {}

    /// Numbers of blocks by the ids they begin with.
    private final ConcurrentNavigableMap<Long, Long> blocks = new ConcurrentSkipListMap<>();

    private long inLast; // read and written by who writes to the file

    static TermBlocks load(Session session) throws SQLException {
        TermBlocks loaded = new TermBlocks();
        try (ResultSet rows =
                session.prepare("SELECT first, block FROM term_block").executeQuery()) {
            while (rows.next()) {
                loaded.blocks.put(rows.getLong(1), rows.getLong(2));
            }
        }
        loaded.inLast = session.number(COUNT_LAST);
        return loaded;
    }

    // Writing

    /// The last block has enough terms, or there is none.
    boolean full() {
        return blocks.isEmpty() || inLast >= FULL;
    }

    /// The block to follow the last one.
    Block next(long first) {
        return blocks.isEmpty()
                ? new Block(1, 0)
                : new Block(blocks.lastEntry().getValue() + 1, first);
    }

    /// The number of the block that holds a message.
    long of(long message) {
        Map.Entry<Long, Long> block = blocks.floorEntry(message);
        return block == null ? blocks.firstEntry().getValue() : block.getValue();
    }

    /// Of what was committed.
    void begun(Block block) {
        inLast = 0;
        blocks.put(block.first(), block.number());
    }

    void added(long terms) {
        inLast += terms;
    }

    // Searching

    /// The blocks that may hold messages of a range, the newest first.
    Collection<Long> in(IdRange range) {
        if (range.from() >= range.until()) {
            return List.of();
        }
        Long first = blocks.floorKey(range.from());
        return blocks.subMap(first == null ? 0 : first, range.until()).descendingMap().values();
    }

    /// Messages of a block and a range that have all of `terms`, the newest first.
    NavigableSet<Long> messages(Session session, long block, List<Integer> terms, IdRange range)
            throws SQLException {
        NavigableSet<Long> found = new TreeSet<>();
        if (!hasAll(session, block, terms)) {
            return found;
        }
        found.addAll(messages(session, block, terms.getFirst(), range));
        for (int term : terms.subList(1, terms.size())) {
            found.retainAll(messages(session, block, term, range));
        }
        return found.descendingSet();
    }

    private static boolean hasAll(Session session, long block, List<Integer> terms)
            throws SQLException {
        for (int term : terms) {
            try (ResultSet rows = session.prepare(HAS, block, term).executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Set<Long> messages(Session session, long block, int term, IdRange range)
            throws SQLException {
        PreparedStatement select =
                session.prepare(MESSAGES, block, term, range.from(), range.until());
        Set<Long> found = new HashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        }
        return found;
    }

    // Tidying

    /// Deletes the oldest blocks that end before `until` and hold no message any more, up to `max`;
    /// answers which.
    List<Block> purge(Session session, long until, int max) throws SQLException {
        List<Block> gone = new ArrayList<>();
        for (Map.Entry<Long, Long> block : blocks.headMap(until).entrySet()) {
            Long next = blocks.higherKey(block.getKey());
            if (gone.size() == max || next == null || next > until) {
                break;
            }
            if (!inUse(session, block.getKey(), next)) {
                delete(session, block.getValue());
                gone.add(new Block(block.getValue(), block.getKey()));
            }
        }
        return gone;
    }

    private static boolean inUse(Session session, long from, long until) throws SQLException {
        try (ResultSet rows = session.prepare(IN_USE, from, until).executeQuery()) {
            return rows.next();
        }
    }

    private static void delete(Session session, long block) throws SQLException {
        session.prepare("DELETE FROM term WHERE block = ?", block).executeUpdate();
        session.prepare("DELETE FROM term_block WHERE block = ?", block).executeUpdate();
    }

    /// Of what was committed.
    void purged(List<Block> gone) {
        gone.forEach(block -> blocks.remove(block.first()));
    }
}
