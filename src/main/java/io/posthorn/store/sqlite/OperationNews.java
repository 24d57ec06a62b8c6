package io.posthorn.store.sqlite;

import io.posthorn.message.Change;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationEvent;
import io.posthorn.message.OperationId;
import io.posthorn.message.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the changes of one batch mean for the operations they belong to: how many open messages
/// each gains or loses, which begin and which are completed.
final class OperationNews {

    private final Operations operations;
    private final Map<OperationId, Open> opened = new LinkedHashMap<>();
    private final Set<OperationId> waiting = new HashSet<>();
    private final Set<OperationId> begun = new HashSet<>();

    /// @param delta messages that became open, less those that are no longer
    /// @param at of the last change
    private record Open(int size, int delta, Instant at) {

        Open plus(Open other) {
            return new Open(size, delta + other.delta, other.at);
        }
    }

    OperationNews(Operations operations) {
        this.operations = operations;
    }

    /// Must be called before `changes` are stored: afterwards nobody can tell which of an
    /// operation's messages was the first to become due.
    void before(Session session, List<Change> changes) throws SQLException {
        for (Change change : changes) {
            Operation operation = change.after().plan().operation();
            OperationId id = operation.id();
            if (becomesDue(change)
                    && !begun.contains(id)
                    && !waiting.contains(id)
                    && !operations.hasBegun(session, operation)) {
                waiting.add(id);
            }
        }
    }

    private static boolean becomesDue(Change change) {
        return change.before().state() instanceof State.Scheduled
                && change.after().state() instanceof State.Queued;
    }

    /// That the operation begins with this change, when it does.
    Optional<OperationEvent> applied(Change change) {
        Operation operation = change.after().plan().operation();
        int delta =
                (change.after().state().open() ? 1 : 0) - (change.before().state().open() ? 1 : 0);
        Instant at = change.after().updatedAt();
        if (delta != 0) {
            opened.merge(operation.id(), new Open(operation.size(), delta, at), Open::plus);
        }
        if (!becomesDue(change) || !waiting.remove(operation.id())) {
            return Optional.empty();
        }
        begun.add(operation.id());
        return Optional.of(OperationEvent.began(operation.id(), at));
    }

    /// Stores the counts; what they complete.
    List<OperationEvent> count(Session session) throws SQLException {
        Map<OperationId, Integer> deltas = new LinkedHashMap<>();
        opened.forEach((id, open) -> {
            if (open.size > 1 && open.delta != 0) { // of one message, that message tells
                deltas.put(id, open.delta);
            }
        });
        OperationTable.addOpen(session, deltas);
        List<OperationEvent> completed = new ArrayList<>();
        for (Map.Entry<OperationId, Open> each : opened.entrySet()) {
            Open open = each.getValue();
            if (open.delta < 0
                    && (open.size == 1 || OperationTable.ended(session, each.getKey()))) {
                completed.add(OperationEvent.completed(each.getKey(), open.at));
            }
        }
        return completed;
    }

    /// To be called when the batch is on disk.
    void committed() {
        begun.forEach(operations::begun);
    }
}
