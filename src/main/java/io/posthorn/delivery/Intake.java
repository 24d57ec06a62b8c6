package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.Assignment;
import io.posthorn.message.Fact;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.store.Batch;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.OperationQuery;
import io.posthorn.store.Progress;
import io.posthorn.store.Store;
import io.posthorn.store.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Takes requests in, and takes back what has not left.
public final class Intake {

    private static final int CHUNK = 1_000;

    private final Planner planner;
    private final Store store;
    private final Ledger ledger;
    private final Ids ids;
    private final Metrics metrics;
    private final Time time;
    private final List<Consumer<Batch.Submission>> listeners = new CopyOnWriteArrayList<>();

    public Intake(
            Planner planner, Store store, Ledger ledger, Ids ids, Metrics metrics, Time time) {
        this.planner = planner;
        this.store = store;
        this.ledger = ledger;
        this.ids = ids;
        this.metrics = metrics;
        this.time = time;
    }

    /// From now on `listener` is told what was stored, on the thread of the request.
    public void onAccepted(Consumer<Batch.Submission> listener) {
        listeners.add(listener);
    }

    /// Plans and stores one request; durable when it returns. Throws `StoreUnavailable`, and
    /// nothing was stored then.
    public Written.Answer accept(Order order) throws InterruptedException {
        var now = time.now();
        long first = ids.block(order.recipients().size() + 1, now);
        Batch.Submission submission = planner.plan(order, first, now);
        Written.Answer answer = ledger.append(submission);
        if (answer instanceof Written.Answer.Stored) {
            metrics.accepted(submission.messages().size());
            listeners.forEach(listener -> listener.accept(submission));
        }
        return answer;
    }

    /// Cancels what has not left; false when nothing is left to cancel or there is no such
    /// operation.
    public boolean cancel(String account, OperationId id) throws InterruptedException {
        Optional<Progress> progress =
                store.operations(OperationQuery.one(account, id, time.now())).stream().findFirst();
        if (progress.isEmpty() || progress.get().status() == Operation.Status.COMPLETED) {
            return false;
        }
        ledger.cancel(id);
        return cancelMessages(account, id) > 0
                || progress.get().status() == Operation.Status.CANCELED;
    }

    /// Lets a recipient keep a sender, whatever he kept before.
    public void assign(Assignment assignment) throws InterruptedException {
        ledger.assign(assignment);
    }

    /// Forgets which sender a recipient keeps.
    public void release(Assignment.Key key) throws InterruptedException {
        ledger.release(key);
    }

    /// Finishes the cancellations a crash interrupted: of the account's newest operations.
    public void resumeCancellations(String account) throws InterruptedException {
        OperationQuery canceled =
                new OperationQuery(
                        account,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Operation.Status.CANCELED),
                        Optional.empty(),
                        time.now(),
                        CHUNK);
        for (Progress progress : store.operations(canceled)) {
            if (Stream.of(Status.SCHEDULED, Status.QUEUED, Status.SENT)
                    .anyMatch(status -> progress.counts().getOrDefault(status, 0) > 0)) {
                cancelMessages(account, progress.operation().id());
            }
        }
    }

    private int cancelMessages(String account, OperationId id) throws InterruptedException {
        int canceled = 0;
        MessageQuery query = MessageQuery.of(account, id, CHUNK);
        List<Message> page = store.messages(query);
        while (!page.isEmpty()) {
            List<FactOn> facts = new ArrayList<>();
            page.stream()
                    .filter(m -> m.state().open() || m.state() instanceof State.Sent)
                    .forEach(m -> facts.add(FactOn.of(m, new Fact.Canceled())));
            canceled += (int) ledger.record(facts).stream().filter(Optional::isPresent).count();
            page = store.messages(query.before(page.getLast().id()));
        }
        return canceled;
    }
}
