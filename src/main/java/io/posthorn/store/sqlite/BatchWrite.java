package io.posthorn.store.sqlite;

import io.posthorn.message.Change;
import io.posthorn.message.Consent;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.Event;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationEvent;
import io.posthorn.message.OperationId;
import io.posthorn.message.OptOut;
import io.posthorn.message.Origin;
import io.posthorn.message.SenderEvent;
import io.posthorn.store.Batch;
import io.posthorn.store.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One batch on its way to disk: its docs are made before the writer is taken, and what it means
/// for the lanes is told them after the commit.
final class BatchWrite {

    private record EncodedSubmission(
            Batch.Submission submission, Doc doc, List<MessageTable.Encoded> messages) {

        static EncodedSubmission of(Batch.Submission submission) {
            return new EncodedSubmission(
                    submission,
                    OperationDoc.write(submission.operation()),
                    submission.messages().stream().map(MessageTable.Encoded::of).toList());
        }
    }

    private final Batch batch;
    private final QueueWrite queue;
    private final Operations operations;
    private final List<EncodedSubmission> submissions;
    private final List<Doc> lives;
    private final List<Runnable> committed = new ArrayList<>();
    private final OperationNews news;
    private final TermWrite terms;
    private Marks marks = new Marks(0, 0);
    private int logged;

    BatchWrite(Batch batch, Lanes lanes, Operations operations, TermBlocks blocks) {
        this.batch = batch;
        this.queue = new QueueWrite(lanes);
        this.operations = operations;
        this.terms = new TermWrite(blocks);
        this.news = new OperationNews(operations);
        this.submissions = batch.submissions().stream().map(EncodedSubmission::of).toList();
        this.lives = batch.changes().stream().map(c -> LifeDoc.write(c.after())).toList();
    }

    Written run(Session session, Marks before) throws SQLException {
        marks = before;
        terms.begin(session, before.id() + 1);
        List<Written.Answer> answers = submit(session);
        List<Change> refused = change(session);
        queue.settle(session);
        terms.finish(session);
        for (OperationEvent completed : news.count(session)) {
            log(session, completed);
        }
        EventTable.add(session);
        for (OperationId id : batch.cancellations()) {
            OperationTable.cancel(session, id);
        }
        EarlyReceiptTable.add(session, batch.early());
        EarlyReceiptTable.remove(session, batch.matched());
        UsageTable.add(session, batch.usage());
        AssignmentTable.put(session, batch.assignments());
        AssignmentTable.delete(session, batch.released());
        for (SenderEvent event : batch.senderEvents()) {
            marks = marks.withSeq(marks.seq() + 1);
            SenderEventTable.add(session, marks.seq(), event);
        }
        consent(session, batch.consents());
        devices(session);
        if (!marks.equals(before)) {
            marks.save(session);
        }
        return new Written(answers, refused);
    }

    /// The marks as this batch leaves them.
    Marks marks() {
        return marks;
    }

    /// To be called when it is on disk.
    void committed() {
        committed.forEach(Runnable::run);
        queue.committed();
        terms.committed();
        news.committed();
    }

    private List<Written.Answer> submit(Session session) throws SQLException {
        List<Written.Answer> answers = new ArrayList<>();
        for (EncodedSubmission one : submissions) {
            Optional<Written.Answer> known = known(session, one.submission());
            if (known.isEmpty()) {
                insert(session, one);
            }
            OperationId id = one.submission().operation().id();
            answers.add(known.orElseGet(() -> new Written.Answer.Stored(id)));
        }
        return answers;
    }

    private static Optional<Written.Answer> known(Session session, Batch.Submission submission)
            throws SQLException {
        return submission.key().isEmpty()
                ? Optional.empty()
                : IdempotencyTable.answer(
                        session, submission.key().get(), submission.operation().id().createdAt());
    }

    private void insert(Session session, EncodedSubmission one) throws SQLException {
        Batch.Submission submission = one.submission();
        Operation operation = submission.operation();
        long open = submission.messages().stream().filter(m -> m.state().open()).count();
        OperationTable.insert(session, submission, one.doc(), open);
        MessageTable.insert(session, one.messages(), queue.enter(submission));
        for (Message message : submission.messages()) {
            terms.stored(session, message);
        }
        if (submission.key().isPresent()) {
            IdempotencyTable.put(session, submission.key().get(), operation.id());
        }
        committed.add(() -> operations.keep(operation));
        marks = marks.withId(operation.id().value());
        if (!submission.messages().isEmpty()) {
            marks = marks.withId(submission.messages().getLast().id().value());
        }
        log(session, submission, open);
        consent(session, submission.consents());
    }

    private void consent(Session session, List<Consent> consents) throws SQLException {
        for (Consent consent : consents) {
            OptOutTable.apply(session, consent);
            if (consent instanceof Consent.Withdrawn(OptOut optOut)) {
                marks = marks.withId(optOut.id().value());
            }
        }
    }

    private void devices(Session session) throws SQLException {
        for (DeviceChange change : batch.devices()) {
            DeviceTable.apply(session, change);
            if (change instanceof DeviceChange.Registered registered) {
                marks = marks.withId(registered.id().value()).withId(registered.user().value());
            }
        }
    }

    private void log(Session session, Batch.Submission submission, long open) throws SQLException {
        Operation operation = submission.operation();
        Instant at =
                submission.messages().stream()
                        .findFirst()
                        .map(Message::updatedAt)
                        .orElse(operation.id().createdAt());
        if (operation.origin() instanceof Origin.Inbound) {
            received(session, submission.messages());
            return;
        }
        log(session, OperationEvent.accepted(operation, at));
        if (open == 0) {
            log(session, OperationEvent.completed(operation.id(), at));
        }
    }

    private void received(Session session, List<Message> messages) throws SQLException {
        for (Message message : messages) {
            marks = marks.withSeq(marks.seq() + 1);
            EventTable.prepareAdd(session, marks.seq(), Event.received(message));
            ReceiptTable.preparePut(session, message);
        }
        ReceiptTable.put(session);
    }

    private void log(Session session, OperationEvent event) throws SQLException {
        OperationEvent placed = event.after(marks.seq());
        marks = marks.withSeq(placed.seq());
        EventTable.prepareAdd(session, placed);
        if (++logged % Session.ROWS == 0) {
            EventTable.add(session);
        }
    }

    private List<Change> change(Session session) throws SQLException {
        List<Change> refused = new ArrayList<>();
        for (int from = 0; from < lives.size(); from += Session.ROWS) {
            change(session, from, Math.min(from + Session.ROWS, lives.size()), refused);
        }
        return refused;
    }

    private void change(Session session, int from, int until, List<Change> refused)
            throws SQLException {
        List<Change> changes = batch.changes().subList(from, until);
        List<Optional<Lane.Entry>> places = changes.stream().map(queue::enter).toList();
        news.before(session, changes);
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            MessageTable.prepareUpdate(session, change, lives.get(from + i), places.get(i));
        }
        int[] updated = MessageTable.update(session);
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                refused.add(changes.get(i));
            } else {
                applied(session, changes.get(i), places.get(i));
            }
        }
        EventTable.add(session);
        ReceiptTable.put(session);
        DecisionTable.put(session);
    }

    private void applied(Session session, Change change, Optional<Lane.Entry> place)
            throws SQLException {
        Optional<OperationEvent> began = news.applied(change);
        if (began.isPresent()) {
            log(session, began.get());
        }
        for (Event event : change.events()) {
            marks = marks.withSeq(marks.seq() + 1);
            EventTable.prepareAdd(session, marks.seq(), event);
        }
        ReceiptTable.preparePut(session, change.before(), change.after());
        DecisionTable.preparePut(session, change.decisions());
        terms.changed(session, change);
        queue.changed(change, place);
    }
}
