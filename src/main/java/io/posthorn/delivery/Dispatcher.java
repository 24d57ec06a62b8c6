package io.posthorn.delivery;

import io.posthorn.Signal;
import io.posthorn.Time;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.Attempt;
import io.posthorn.message.Fact;
import io.posthorn.message.Message;
import io.posthorn.message.Numbering;
import io.posthorn.message.Outcome;
import io.posthorn.message.Plan;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.pool.Candidate;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Seat;
import io.posthorn.store.Store;
import io.posthorn.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one queue: claims as much as its senders have room for, chooses a sender for each
/// message, has the choice written down, and hands the message to the sender's line. The only place
/// where store, pool and channel meet.
final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /// How far ahead of its moment a message is given to a sender: covers a commit, and is all that
    /// an urgent message may find before it.
    private static final Duration HORIZON = Duration.ofMillis(100);

    private static final Duration LEASE =
            Duration.ofMinutes(5); // longer than any answer timeout and wait in line
    private static final Duration IDLE =
            Duration.ofSeconds(1); // looks again even if nobody signals
    private static final Duration WINDOW_FULL =
            Duration.ofMillis(5); // an answer frees places without a signal
    private static final Duration NO_SENDER_PAUSE = Duration.ofSeconds(5);
    private static final Duration DOWN_PAUSE = Duration.ofSeconds(1);
    private static final Set<Status> FAILED_IT = Set.of(Status.FAILED, Status.UNDELIVERED);
    private static final List<Duration> BACK_OFF =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10));

    private final Pool pool;
    private final Hand hand;
    private final Ledger ledger;
    private final Function<SenderId, Optional<SenderLine>> lines;
    private final Time time;
    private final Signal work = new Signal();
    private final Thread thread;
    private volatile boolean closing;

    Dispatcher(
            long queue,
            Pool pool,
            Store store,
            Ledger ledger,
            Function<SenderId, Optional<SenderLine>> lines,
            Time time) {
        this.pool = pool;
        this.hand = new Hand(queue, store, LEASE);
        this.ledger = ledger;
        this.lines = lines;
        this.time = time;
        this.thread = Thread.ofVirtual().name("dispatch " + queue).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Pool pool() {
        return pool;
    }

    /// There is new work, or a sender has become able to do some.
    void wake() {
        hand.mayHaveMore();
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
        int room = pool.room(now, now.plus(HORIZON));
        hand.fill(room, now);
        List<Decision> decisions = choose(now);
        send(decisions, now);
        return next(decisions, now);
    }

    private record Decision(Message message, Choice choice) {}

    private List<Decision> choose(Instant now) {
        List<Decision> decisions = new ArrayList<>();
        for (Message message : hand.messages()) {
            decisions.add(
                    new Decision(message, pool.choose(candidate(message), now, now.plus(HORIZON))));
        }
        return decisions;
    }

    /// Writes the decisions down, all at once, then acts on those that still held.
    private void send(List<Decision> decisions, Instant now) throws InterruptedException {
        List<Decision> settled = decisions.stream().filter(d -> !stays(d.choice())).toList();
        settled.forEach(d -> hand.played(d.message()));
        Instant leaseEnds = now.plus(LEASE);
        List<Optional<Message>> after;
        try {
            after =
                    ledger.record(
                            settled.stream()
                                    .map(d -> FactOn.of(d.message(), fact(d, leaseEnds, now)))
                                    .toList());
        } catch (StoreUnavailable | InterruptedException e) {
            settled.forEach(Dispatcher::release);
            throw e;
        }
        List<FactOn> left = new ArrayList<>();
        for (int i = 0; i < settled.size(); i++) {
            act(settled.get(i), after.get(i), leaseEnds).ifPresent(left::add);
        }
        ledger.record(left);
    }

    private static boolean stays(Choice choice) {
        return choice instanceof Choice.Later || choice instanceof Choice.WindowFull;
    }

    private static Fact fact(Decision decision, Instant leaseEnds, Instant now) {
        return switch (decision.choice()) {
            case Choice.Use(Seat seat, Instant _) -> chosen(seat.sender(), leaseEnds);
            case Choice.BackOff(Instant until) -> new Fact.Postponed(until, State.Reason.BACK_OFF);
            case Choice.NoSender() ->
                    new Fact.Postponed(now.plus(NO_SENDER_PAUSE), State.Reason.NO_SENDER);
            case Choice.AllDown() ->
                    new Fact.Postponed(now.plus(DOWN_PAUSE), State.Reason.ALL_SENDERS_DOWN);
            case Choice.Exhausted() -> new Fact.Exhausted();
            case Choice.Later _, Choice.WindowFull _ ->
                    throw new IllegalStateException("stays in the hand");
        };
    }

    private static Fact.Chosen chosen(Sender sender, Instant leaseEnds) {
        return new Fact.Chosen(sender.id(), sender.address(), sender.connection(), "{}", leaseEnds);
    }

    /// Hands a chosen message to its sender's line; a fact when the sender went away meanwhile.
    private Optional<FactOn> act(Decision decision, Optional<Message> after, Instant leaseEnds) {
        if (!(decision.choice() instanceof Choice.Use(Seat seat, Instant _))) {
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

    private static void release(Decision decision) {
        if (decision.choice() instanceof Choice.Use(Seat seat, Instant _)) {
            seat.gate().release(decision.message().currentStep().segments());
        }
    }

    private Instant next(List<Decision> decisions, Instant now) {
        Instant next = now.plus(IDLE);
        for (Decision decision : decisions) {
            if (decision.choice() instanceof Choice.Later(Instant at)) {
                next = earlier(next, at.minus(HORIZON));
            } else if (decision.choice() instanceof Choice.WindowFull) {
                next = earlier(next, now.plus(WINDOW_FULL));
            }
        }
        if (hand.hasMore()) {
            next = earlier(next, pool.opening(now).orElse(next).minus(HORIZON));
        }
        return next;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Candidate candidate(Message message) {
        Plan.Step step = message.currentStep();
        Map<SenderId, Integer> tries = new HashMap<>();
        for (Attempt attempt : message.attempts()) {
            if (attempt.step().equals(step)
                    && (FAILED_IT.contains(attempt.status()) || !attempt.sure())) {
                tries.merge(attempt.sender(), 1, Integer::sum);
            }
        }
        return new Candidate(
                step.segments(), sender -> suits(sender, step), tries, backOff(message));
    }

    private static boolean suits(Sender sender, Plan.Step step) {
        return sender.channel() == step.channel()
                && (sender.countries().isEmpty()
                        || Numbering.country(step.to().value())
                                .filter(sender.countries()::contains)
                                .isPresent());
    }

    /// Full jitter, from a seed that is the message's own: the same message decides the same way
    /// again.
    private static Instant backOff(Message message) {
        if (message.attempts().isEmpty()) {
            return Instant.MIN;
        }
        int failures = Math.min(message.attempts().size(), BACK_OFF.size());
        long longest = BACK_OFF.get(failures - 1).toMillis();
        long pause = 1 + new Random(message.id().value() * 31 + failures).nextLong(longest);
        return message.attempts().getLast().updatedAt().plusMillis(pause);
    }
}
