package io.posthorn.delivery;

import io.posthorn.Signal;
import io.posthorn.Time;
import io.posthorn.delivery.Dealer.Decision;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.Address;
import io.posthorn.message.Assignment;
import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Fact;
import io.posthorn.message.Message;
import io.posthorn.message.Outcome;
import io.posthorn.message.Plan;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Passed;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Seat;
import io.posthorn.pool.Verdict;
import io.posthorn.store.Store;
import io.posthorn.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one queue: has decided which messages leave by whom, has the decisions written down, and
/// hands each message to its sender's line. The only place where store, pool and channel meet.
final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration LEASE =
            Duration.ofMinutes(5); // longer than any answer timeout and wait in line
    private static final Duration IDLE =
            Duration.ofSeconds(1); // looks again even if nobody signals
    private static final Duration LEAST_PAUSE = Duration.ofMillis(2); // between looks
    private static final Duration REVIEW_EVERY = Duration.ofSeconds(5);

    private final long queue;
    private final Pool pool;
    private final Dealer dealer;
    private final Ledger ledger;
    private final Function<SenderId, Optional<SenderLine>> lines;
    private final HealthWatch health;
    private final Time time;
    private final Signal work = new Signal();
    private final Thread thread;
    private Instant nextReview = Instant.MIN;
    private volatile boolean changed;
    private volatile boolean closing;

    Dispatcher(
            long queue,
            Pool pool,
            Supplier<Policy> policy,
            Store store,
            Ledger ledger,
            Function<SenderId, Optional<SenderLine>> lines,
            HealthWatch health,
            Time time) {
        this.queue = queue;
        this.pool = pool;
        Hand.Source source =
                (lane, except, max, now, ends) -> store.claim(queue, lane, except, max, now, ends);
        this.dealer =
                new Dealer(
                        queue,
                        pool,
                        new Hand(source, LEASE),
                        policy,
                        message -> assigned(store, message));
        this.ledger = ledger;
        this.lines = lines;
        this.health = health;
        this.time = time;
        this.thread = Thread.ofVirtual().name("dispatch " + queue).unstarted(this::run);
    }

    /// The sender the recipient keeps in this pool, by record.
    private Optional<SenderId> assigned(Store store, Message message) {
        return store.assignment(new PoolId(queue), message.currentStep().to().value())
                .map(Assignment::sender);
    }

    void start() {
        thread.start();
    }

    Pool pool() {
        return pool;
    }

    /// What would be decided about a message now.
    Choice explain(Message message) {
        return dealer.explain(message, time.now());
    }

    Optional<SenderId> owner(Channel channel, Address to) {
        return dealer.owner(channel, to, time.now());
    }

    /// There is new work.
    void wake() {
        dealer.mayHaveMore();
        work.raise();
    }

    /// A sender has become able to work, or unable.
    void lookAgain() {
        changed = true;
        work.raise();
    }

    @Override
    public void close() {
        closing = true;
        work.raise();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                time.await(work, safeTurn());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant safeTurn() throws InterruptedException {
        try {
            return turn(time.now());
        } catch (StoreUnavailable e) {
            LOG.warn("the store is away; trying again in {}: {}", IDLE, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a dispatcher's turn failed; trying again in {}", IDLE, e);
        }
        return time.now().plus(IDLE);
    }

    /// One look at the queue; answers when to look again if nobody signals.
    Instant turn(Instant now) throws InterruptedException {
        if (changed) {
            changed = false;
            dealer.lookAgain();
        }
        review(now);
        send(dealer.deal(now), now);
        Instant next = dealer.next(now);
        Instant latest = now.plus(IDLE);
        Instant earliest = now.plus(LEAST_PAUSE);
        return next.isAfter(latest) ? latest : next.isBefore(earliest) ? earliest : next;
    }

    private void review(Instant now) {
        if (!now.isBefore(nextReview)) {
            nextReview = now.plus(REVIEW_EVERY);
            pool.review(now).forEach(turn -> health.of(queue, turn));
        }
    }

    /// Writes the decisions down, all at once, then acts on those that still held.
    private void send(List<Decision> decisions, Instant now) throws InterruptedException {
        Instant leaseEnds = now.plus(LEASE);
        List<Optional<Message>> after;
        try {
            after =
                    ledger.record(
                            decisions.stream()
                                    .map(d -> FactOn.of(d.message(), fact(d, leaseEnds, now)))
                                    .toList());
        } catch (StoreUnavailable | InterruptedException e) {
            decisions.forEach(this::release);
            throw e;
        }
        List<FactOn> left = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            act(decisions.get(i), after.get(i), leaseEnds).ifPresent(left::add);
        }
        ledger.record(left);
    }

    private static Fact fact(Decision decision, Instant leaseEnds, Instant now) {
        return switch (decision.choice()) {
            case Choice.Use(Seat seat, Instant _, Verdict verdict) ->
                    chosen(seat.sender(), DecisionRecord.of(verdict, now), leaseEnds);
            case Choice.BackOff(Instant until) -> new Fact.Postponed(until, State.Reason.BACK_OFF);
            case Choice.NoSender() ->
                    new Fact.Postponed(Dealer.pauseForSenders(now), State.Reason.NO_SENDER);
            case Choice.Unable(Instant until, Passed why) ->
                    new Fact.Postponed(until, DecisionRecord.reason(why));
            case Choice.Later(Instant at, Passed why) ->
                    new Fact.Postponed(at, DecisionRecord.reason(why));
            case Choice.Quiet(Instant until) -> new Fact.Postponed(until, State.Reason.QUIET_HOURS);
            case Choice.Exhausted() -> new Fact.Exhausted();
        };
    }

    private static Fact.Chosen chosen(Sender sender, String decision, Instant leaseEnds) {
        return new Fact.Chosen(
                sender.id(), sender.address(), sender.connection(), decision, leaseEnds);
    }

    /// Hands a chosen message to its sender's line; a fact when the sender went away meanwhile.
    private Optional<FactOn> act(Decision decision, Optional<Message> after, Instant leaseEnds) {
        if (!(decision.choice() instanceof Choice.Use(Seat seat, Instant _, Verdict _))) {
            return Optional.empty();
        }
        Optional<Message> sending = after.filter(m -> m.state() instanceof State.Sending);
        if (sending.isEmpty()) {
            release(decision);
            return Optional.empty();
        }
        boolean taken =
                lines.apply(seat.sender().id())
                        .map(line -> line.add(sending.get(), leaseEnds))
                        .orElse(false);
        if (taken) {
            return Optional.empty();
        }
        release(decision);
        var nothing = new Outcome.NotSent("the sender went away before it was used");
        int attempt = sending.get().attempts().getLast().number();
        return Optional.of(FactOn.of(sending.get(), new Fact.Attempted(attempt, nothing)));
    }

    private void release(Decision decision) {
        if (decision.choice() instanceof Choice.Use(Seat seat, Instant _, Verdict _)) {
            Plan.Step step = decision.message().currentStep();
            seat.standing().gate().release(step.segments());
            dealer.lookAgain(); // what was promised is free again
            seat.notSent(step.segments(), EligibilityClass.country(step.to()), time.now());
        }
    }
}
