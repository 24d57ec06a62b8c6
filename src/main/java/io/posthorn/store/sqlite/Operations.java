package io.posthorn.store.sqlite;

import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.RecentlyUsed;
import java.sql.SQLException;
import java.util.Optional;

/// The operations used last: every message of one needs it, and it never changes.
final class Operations {

    private static final int MAX = 4_096;
    private static final long CHARACTERS = 64_000_000; // of contents: emails have attachments
    private static final long USUAL = CHARACTERS / MAX;

    private final RecentlyUsed<OperationId, Operation> recent =
            new RecentlyUsed<>(
                    CHARACTERS, operation -> Math.max(USUAL, operation.content().size()));
    private final RecentlyUsed<OperationId, Boolean> begun = new RecentlyUsed<>(MAX, _ -> 1);

    Operation get(Session session, OperationId id) throws SQLException {
        return find(session, id).orElseThrow(() -> new IllegalStateException("no " + id));
    }

    Optional<Operation> find(Session session, OperationId id) throws SQLException {
        Optional<Operation> known = Optional.ofNullable(recent.get(id));
        if (known.isPresent()) {
            return known;
        }
        Optional<Operation> stored =
                OperationTable.find(session, id).map(OperationTable.Row::operation);
        stored.ifPresent(this::keep);
        return stored;
    }

    /// Remembers what is on disk.
    void keep(Operation operation) {
        recent.put(operation.id(), operation);
    }

    /// Whether any message of an operation with send times ever became due.
    boolean hasBegun(Session session, Operation operation) throws SQLException {
        return begun.get(operation.id()) != null || OperationTable.hasBegun(session, operation);
    }

    void begun(OperationId id) {
        begun.put(id, true);
    }

    /// What is no longer on disk.
    void forget(OperationId id) {
        recent.remove(id);
    }
}
