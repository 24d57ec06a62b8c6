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

    private final Map<OperationId, Operation> recent = new Recent();

    Operation get(Session session, OperationId id) throws SQLException {
        Optional<Operation> known = known(id);
        if (known.isPresent()) {
            return known.get();
        }
        Operation operation =
                OperationTable.find(session, id)
                        .orElseThrow(() -> new IllegalStateException("no " + id))
                        .operation();
        keep(operation);
        return operation;
    }

    private synchronized Optional<Operation> known(OperationId id) {
        return Optional.ofNullable(recent.get(id));
    }

    /// Remembers what is on disk.
    synchronized void keep(Operation operation) {
        recent.put(operation.id(), operation);
    }

    private static final class Recent extends LinkedHashMap<OperationId, Operation> {
        private static final long serialVersionUID = 1;

        private Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<OperationId, Operation> eldest) {
            return size() > MAX;
        }
    }
}
