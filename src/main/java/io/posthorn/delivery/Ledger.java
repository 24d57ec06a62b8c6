package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.message.Assignment;
import io.posthorn.message.Change;
import io.posthorn.message.Consent;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.Fact;
import io.posthorn.message.Failure;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import io.posthorn.store.EarlyReceipt;
import io.posthorn.store.Store;
import io.posthorn.store.StoreUnavailable;
import io.posthorn.store.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way anything about a message is written. A single thread takes what has gathered while
/// the last batch was being written, turns facts into changes, and commits all of it at once: many
/// callers, few commits, and no two facts about a message ever race.
public final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int MAX_BATCH = 2_000; // entries; keeps one commit under some 50 ms
    private static final int MAX_WAITING = 4 * MAX_BATCH; // then callers wait: memory does not grow
    private static final Duration RETRY =
            Duration.ofMillis(200); // between tries while the store is away
    private static final int HOT = 50_000; // messages kept in memory between their facts

    private final Store store;
    private final Function<Origin, Policy> policies;
    private final SuppressionList suppressed;
    private final LongConsumer ready;
    private final UnaryOperator<Batch> bookkeeping;
    private final Consumer<Change> changed;
    private final Metrics metrics;
    private final Time time;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final HotMessages hot;
    private final Thread writer;
    private volatile boolean closing;

    /// What happened to a message; `known` spares reading it when the caller has it at hand.
    public record FactOn(MessageId message, Optional<Message> known, Fact fact) {

        public static FactOn of(Message message, Fact fact) {
            return new FactOn(message.id(), Optional.of(message), fact);
        }

        public static FactOn of(MessageId message, Fact fact) {
            return new FactOn(message, Optional.empty(), fact);
        }
    }

    /// @param policies the rules for messages of an origin
    /// @param suppressed who is not to be written to
    /// @param ready told the number of every queue in which messages have become ready
    /// @param bookkeeping adds to a batch what its changes mean beyond the messages
    /// @param changed told every change that was written; must not wait
    public Ledger(
            Store store,
            Function<Origin, Policy> policies,
            SuppressionList suppressed,
            LongConsumer ready,
            UnaryOperator<Batch> bookkeeping,
            Consumer<Change> changed,
            Metrics metrics,
            Time time) {
        this.store = store;
        this.policies = policies;
        this.suppressed = suppressed;
        this.ready = ready;
        this.bookkeeping = bookkeeping;
        this.changed = changed;
        this.metrics = metrics;
        this.time = time;
        this.hot = new HotMessages(HOT, store::find);
        this.writer = Thread.ofPlatform().name("ledger").unstarted(this::run);
    }

    public void start() {
        writer.start();
    }

    /// `listener` runs after every commit, on the ledger's thread: it must be quick.
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    /// Stores an accepted request; throws `StoreUnavailable` when that cannot be done now. Messages
    /// to people who are opted out have failed when it returns.
    public Written.Answer append(Batch.Submission submission) throws InterruptedException {
        Written.Answer answer = enter(Entry.of(submission)).answer();
        if (answer instanceof Written.Answer.Stored) {
            record(
                    submission.messages().stream()
                            .filter(suppressed::suppresses)
                            .map(message -> FactOn.of(message, new Fact.OptedOut()))
                            .toList());
        }
        return answer;
    }

    /// Records what changed in who may be written to; durable when it returns.
    public void consent(List<Consent> consents) throws InterruptedException {
        enter(Entry.of(Batch.EMPTY.withConsents(consents)));
    }

    /// Records what changed in who can be notified where; durable when it returns.
    public void devices(List<DeviceChange> changes) throws InterruptedException {
        enter(Entry.of(Batch.EMPTY.withDevices(changes)));
    }

    /// Records facts, each in order. Answers for each the message after it, or empty when it
    /// changed nothing. Waits for the store while it is away: what happened has happened.
    public List<Optional<Message>> record(List<FactOn> facts) throws InterruptedException {
        return facts.isEmpty() ? List.of() : enter(Entry.of(facts)).messages();
    }

    public Optional<Message> record(FactOn fact) throws InterruptedException {
        return record(List.of(fact)).getFirst();
    }

    /// Marks an operation canceled; its messages are canceled by facts of their own.
    public void cancel(OperationId operation) throws InterruptedException {
        enter(Entry.of(new Batch(List.of(), List.of(), List.of(operation), List.of(), List.of())));
    }

    /// Keeps a receipt nobody can be found for yet.
    public void keep(EarlyReceipt receipt) throws InterruptedException {
        enter(Entry.of(new Batch(List.of(), List.of(), List.of(), List.of(receipt), List.of())));
    }

    /// Records what a kept receipt said and forgets it.
    public void settle(EarlyReceipt receipt, FactOn fact) throws InterruptedException {
        var forgotten = new Batch(List.of(), List.of(), List.of(), List.of(), List.of(receipt));
        enter(new Entry(List.of(fact), forgotten, new CompletableFuture<>()));
    }

    /// Lets a recipient keep a sender, whatever he kept before.
    public void assign(Assignment assignment) throws InterruptedException {
        enter(Entry.of(Batch.EMPTY.withAssignments(List.of(assignment), List.of())));
    }

    /// Forgets which sender a recipient keeps.
    public void release(Assignment.Key key) throws InterruptedException {
        enter(Entry.of(Batch.EMPTY.withAssignments(List.of(), List.of(key))));
    }

    /// Writes into the log what became of a sender's health; returns at once.
    public void note(SenderEvent event) {
        Thread.ofVirtual().name("note " + event.sender()).start(() -> log(event));
    }

    private void log(SenderEvent event) {
        try {
            enter(Entry.of(Batch.EMPTY.withSenderEvents(List.of(event))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            LOG.warn("sender={} {} was not logged: the store is away", event.sender(), event.to());
        }
    }

    /// Callers waiting for the next commit.
    public int waiting() {
        return waiting.size();
    }

    /// Writes what has been entered, then ends.
    @Override
    public void close() {
        closing = true;
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Entry.Result enter(Entry entry) throws InterruptedException {
        if (closing) {
            throw new StoreUnavailable("the server is stopping", new InterruptedException());
        }
        waiting.put(entry);
        try {
            return entry.result().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailable away) {
                throw away;
            }
            throw new IllegalStateException("the ledger could not record", e.getCause());
        }
    }

    private void run() {
        List<Entry> batch = new ArrayList<>();
        while (true) {
            try {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, MAX_BATCH - 1);
                write(batch);
            } catch (InterruptedException e) {
                finish();
                return;
            }
        }
    }

    private void finish() {
        List<Entry> rest = new ArrayList<>();
        while (waiting.drainTo(rest, MAX_BATCH) > 0) {
            try {
                write(rest);
            } catch (InterruptedException e) {
                LOG.warn("stopped before the last facts were written; leases will settle them");
            }
            rest.clear();
        }
    }

    private void write(List<Entry> entries) throws InterruptedException {
        List<Entry> left = entries;
        while (!left.isEmpty()) {
            try {
                commit(left);
                return;
            } catch (StoreUnavailable e) {
                left = postpone(left, e);
            } catch (RuntimeException e) {
                LOG.error("the ledger failed; its callers are told", e);
                left.forEach(entry -> entry.result().completeExceptionally(e));
                return;
            }
        }
    }

    /// Requests can be refused, facts cannot: they stay and are tried again, with what has come in
    /// since, so that a request never waits longer than one try.
    private List<Entry> postpone(List<Entry> entries, StoreUnavailable e)
            throws InterruptedException {
        LOG.warn("the store is away, trying again in {}: {}", RETRY, e.getMessage());
        List<Entry> facts = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.isRequest() || closing) {
                entry.result().completeExceptionally(e);
            } else {
                facts.add(entry);
            }
        }
        hot.clear();
        if (!facts.isEmpty()) {
            time.sleepUntil(time.now().plus(RETRY));
            waiting.drainTo(facts);
        }
        return facts;
    }

    private void commit(List<Entry> entries) {
        long began = time.nanos();
        var draft = new Draft(hot, policies, suppressed, time.now());
        List<List<Optional<Message>>> afters = entries.stream().map(draft::add).toList();
        List<Change> changes = draft.changes();
        Written written = store.write(bookkeeping.apply(draft.batch(entries)));
        metrics.committed(entries.size(), changes.size(), time.nanos() - began);
        Set<MessageId> refused = ids(written.refused());
        changes.stream().filter(c -> !refused.contains(c.after().id())).forEach(this::written);
        answer(entries, refused.isEmpty() ? afters : again(entries, afters, refused), written);
        listeners.forEach(Runnable::run);
    }

    /// A caller knew an older state of these messages than the store has: their facts count all the
    /// same, on what is stored.
    private List<List<Optional<Message>>> again(
            List<Entry> entries, List<List<Optional<Message>>> afters, Set<MessageId> refused) {
        refused.forEach(hot::forget);
        var draft = new Draft(hot, policies, suppressed, time.now());
        List<List<Optional<Message>>> results = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            results.add(draft.addAgain(entries.get(i), afters.get(i), refused));
        }
        List<Change> changes = draft.changes();
        Set<MessageId> lost = ids(store.write(bookkeeping.apply(Batch.of(changes))).refused());
        changes.stream().filter(c -> !lost.contains(c.after().id())).forEach(this::written);
        lost.forEach(id -> LOG.error("message={} changed elsewhere; its lease will settle it", id));
        return results.stream()
                .map(messages ->
                        messages.stream()
                                .map(m -> m.filter(after -> !lost.contains(after.id())))
                                .toList())
                .toList();
    }

    private static Set<MessageId> ids(List<Change> changes) {
        return changes.stream().map(c -> c.after().id()).collect(Collectors.toSet());
    }

    private void written(Change change) {
        hot.put(change.after());
        metrics.entered(change);
        tell(change.after());
        changed.accept(change);
        Operation operation = change.after().plan().operation();
        boolean mayFreeTheNext = operation.orderingKey().isPresent();
        if (change.after().state() instanceof State.Queued || mayFreeTheNext) {
            ready.accept(operation.origin().queue());
        }
    }

    /// What is decided about a message here; its sends and receipts are told where they happen.
    private static void tell(Message message) {
        switch (message.state()) {
            case State.Waiting(Instant due, State.Reason reason) ->
                    LOG.info("message={} waits until={} reason={}", message.shownId(), due, reason);
            case State.Unsure(Instant decideAt) ->
                    LOG.info(
                            "message={} outcome unknown, decided at={}",
                            message.shownId(),
                            decideAt);
            case State.Revoking(Instant _, Instant until) ->
                    LOG.info(
                            "message={} is taken back, falls back at={}", message.shownId(), until);
            case State.Failed(Failure failure, Instant _) ->
                    LOG.info("message={} failed code={}", message.shownId(), failure.code());
            case State.Undelivered(Failure failure, Instant _) ->
                    LOG.info("message={} undelivered code={}", message.shownId(), failure.code());
            case State.Canceled _ -> LOG.info("message={} canceled", message.shownId());
            case State.Scheduled _,
                    State.Queued _,
                    State.Sending _,
                    State.Sent _,
                    State.Awaiting _,
                    State.Delivered _,
                    State.Read _,
                    State.Unaddressable _,
                    State.Inbound _ -> {}
        }
    }

    private void answer(
            List<Entry> entries, List<List<Optional<Message>>> afters, Written written) {
        var answers = written.submissions().iterator();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            entry.other().submissions().forEach(s -> ready.accept(s.operation().origin().queue()));
            Optional<Written.Answer> answer =
                    entry.isRequest() ? Optional.of(answers.next()) : Optional.empty();
            entry.result().complete(new Entry.Result(answer, afters.get(i)));
        }
    }

    /// Something a caller waits for.
    ///
    /// @param other what is written apart from what the facts change
    record Entry(List<FactOn> facts, Batch other, CompletableFuture<Result> result) {

        record Result(Optional<Written.Answer> stored, List<Optional<Message>> messages) {

            Written.Answer answer() {
                return stored.orElseThrow();
            }
        }

        boolean isRequest() {
            return !other.submissions().isEmpty();
        }

        static Entry of(Batch.Submission submission) {
            return of(Batch.of(submission));
        }

        static Entry of(List<FactOn> facts) {
            return new Entry(facts, Batch.EMPTY, new CompletableFuture<>());
        }

        static Entry of(Batch other) {
            return new Entry(List.of(), other, new CompletableFuture<>());
        }
    }
}
