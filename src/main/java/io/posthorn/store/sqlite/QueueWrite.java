package io.posthorn.store.sqlite;

import io.posthorn.message.Change;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.OperationId;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import io.posthorn.store.sqlite.Lane.Entry;
import io.posthorn.store.sqlite.Lane.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a batch means for the lanes: the places of messages that become ready, and what the lanes
/// are told after the commit.
final class QueueWrite {

    private final Lanes lanes;
    private final Orderings orderings = new Orderings();
    private final List<Runnable> committed = new ArrayList<>();

    QueueWrite(Lanes lanes) {
        this.lanes = lanes;
    }

    /// To be called when all has been written.
    void settle(Session session) throws SQLException {
        orderings.settle(session);
    }

    /// To be called when the batch is on disk.
    void committed() {
        committed.forEach(Runnable::run);
        orderings.committed(lanes);
    }

    /// For each message of a new operation its place; empty when it is not ready.
    List<Optional<Entry>> enter(Batch.Submission submission) {
        Lane lane = lanes.of(submission.operation());
        submission.messages().forEach(orderings::stored);
        return submission.messages().stream().map(message -> enter(lane, message)).toList();
    }

    private Optional<Entry> enter(Lane lane, Message message) {
        if (!ready(message)) {
            return Optional.empty();
        }
        Entry entry = new Entry(EligibilityClass.of(message), release(lane, message));
        add(lane, message, entry);
        return Optional.of(entry);
    }

    private static long release(Lane lane, Message message) {
        OperationId operation = message.plan().operation().id();
        return lane.release(operation);
    }

    /// The place of a message that becomes ready, or ready in another class; empty when it does
    /// not, or keeps its place.
    Optional<Entry> enter(Change change) {
        Message after = change.after();
        boolean stays = ready(change.before()) && change.before().step() == after.step();
        if (!ready(after) || stays) {
            return Optional.empty();
        }
        Lane lane = lanes.of(after);
        long turn =
                change.before().state() instanceof State.Scheduled
                        ? release(lane, after)
                        : lane.served();
        return Optional.of(new Entry(EligibilityClass.of(after), turn));
    }

    /// The change was written, with the place `enter` gave.
    void changed(Change change, Optional<Entry> entry) {
        orderings.changed(change);
        Lane lane = lanes.of(change.after());
        long id = change.after().id().value();
        if (ready(change.before())) {
            boolean stays = ready(change.after()) && entry.isEmpty();
            committed.add(
                    stays
                            ? () -> lane.stayed(id)
                            : () -> lane.left(id, () -> EligibilityClass.of(change.before())));
        }
        entry.ifPresent(e -> add(lane, change.after(), e));
    }

    private void add(Lane lane, Message message, Entry entry) {
        Place place = new Place(entry.turn(), message.id().value());
        committed.add(() -> lane.added(entry.in(), place));
    }

    private static boolean ready(Message message) {
        return message.state() instanceof State.Queued;
    }
}
