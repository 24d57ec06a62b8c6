package io.posthorn.store.sqlite;

import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The operations used last: every message of one needs it, and it never changes.
final class Operations {

    private static final int MAX = 4_096;

    private final Map<OperationId, Operation> recent = new Recent<>();
    private final Map<OperationId, Boolean> begun = new Recent<>();

    Operation get(Session session, OperationId id) throws SQLException {
        return find(session, id).orElseThrow(() -> new IllegalStateException("no " + id));
    }

    Optional<Operation> find(Session session, OperationId id) throws SQLException {
        Optional<Operation> known = known(id);
        if (known.isPresent()) {
            return known;
        }
        Optional<Operation> stored =
                OperationTable.find(session, id).map(OperationTable.Row::operation);
        stored.ifPresent(this::keep);
        return stored;
    }

    private synchronized Optional<Operation> known(OperationId id) {
        return Optional.ofNullable(recent.get(id));
    }

    /// Remembers what is on disk.
    synchronized void keep(Operation operation) {
        recent.put(operation.id(), operation);
    }

    /// Whether any message of an operation with send times ever became due.
    boolean hasBegun(Session session, Operation operation) throws SQLException {
        return knownToHaveBegun(operation.id()) || OperationTable.hasBegun(session, operation);
    }

    private synchronized boolean knownToHaveBegun(OperationId id) {
        return begun.containsKey(id);
    }

    synchronized void begun(OperationId id) {
        begun.put(id, true);
    }

    /// What is no longer on disk.
    synchronized void forget(OperationId id) {
        recent.remove(id);
    }

    private static final class Recent<T> extends LinkedHashMap<OperationId, T> {
        private static final long serialVersionUID = 1;

        private Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<OperationId, T> eldest) {
            return size() > MAX;
        }
    }
}
