package io.posthorn.delivery;

import io.posthorn.Signal;
import io.posthorn.Time;
import io.posthorn.channel.Submit;
import io.posthorn.message.Attempt;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Fact;
import io.posthorn.message.Message;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Plan;
import io.posthorn.message.Priority;
import io.posthorn.message.Rendition;
import io.posthorn.message.Sender;
import io.posthorn.message.Template;
import io.posthorn.pool.Gate;
import io.posthorn.pool.Standing;
import io.posthorn.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last stretch of a sender: messages already written down as its own leave here one after the
/// other, the urgent first, each when the window has a place and the rate allows it.
final class SenderLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SenderLine.class);
    private static final Duration TOO_OLD =
            Duration.ofMinutes(2); // of the lease left: answer timeout and settling fit in

    private final Sender sender;
    private final Standing standing;
    private final Gate gate;
    private final Link link;
    private final Ledger ledger;
    private final Receipts receipts;
    private final Metrics metrics;
    private final HealthWatch health;
    private final Time time;

    private final AtomicLong numbers = new AtomicLong();
    private final PriorityQueue<Booking> bookings =
            new PriorityQueue<>(
                    Comparator.comparing(Booking::lane).thenComparingLong(Booking::number));
    private final Phaser unsettled = new Phaser(1); // attempts whose outcome is not recorded yet
    private final Signal work = new Signal();
    private final Thread thread;
    private boolean slowed; // by its carrier
    private volatile boolean closing;

    private record Booking(
            Priority lane, long number, Message message, Instant leaseEnds, Instant booked) {

        Attempt attempt() {
            return message.attempts().getLast();
        }

        int segments() {
            return attempt().step().segments();
        }
    }

    SenderLine(
            Sender sender,
            Standing standing,
            Link link,
            Ledger ledger,
            Receipts receipts,
            Metrics metrics,
            HealthWatch health,
            Time time) {
        this.sender = sender;
        this.standing = standing;
        this.gate = standing.gate();
        this.link = link;
        this.ledger = ledger;
        this.receipts = receipts;
        this.metrics = metrics;
        this.health = health;
        this.time = time;
        this.thread = Thread.ofVirtual().name("send " + sender.address()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Sender sender() {
        return sender;
    }

    Standing standing() {
        return standing;
    }

    Link link() {
        return link;
    }

    /// Takes a message that is written down as this sender's, its segments promised by the gate;
    /// false when the line has been closed.
    boolean add(Message message, Instant leaseEnds) {
        Priority lane = message.plan().operation().priority();
        synchronized (bookings) {
            if (closing) {
                return false;
            }
            bookings.add(
                    new Booking(lane, numbers.getAndIncrement(), message, leaseEnds, time.now()));
        }
        link.queued(1);
        work.raise();
        return true;
    }

    /// Waits until every outcome has been recorded, at most `patience`.
    void awaitSettled(Duration patience) throws InterruptedException {
        try {
            unsettled.awaitAdvanceInterruptibly(
                    unsettled.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "sender={} still waits for outcomes; their leases will settle them",
                    sender.id());
        }
    }

    /// Stops sending; what has not left goes back to its queue.
    @Override
    public void close() {
        synchronized (bookings) {
            closing = true; // what was added before is given back, nothing is added after
        }
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
                Optional<Booking> next = first();
                if (next.isEmpty()) {
                    time.await(work, time.now().plusSeconds(60));
                } else {
                    sendInTurn(next.get());
                }
            }
            giveBack("the sender was changed or removed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The rate first, then a place in the window: waiting for the rate must not keep a place from
    /// other senders.
    private void sendInTurn(Booking next) throws InterruptedException {
        Optional<Instant> later = opens(next.segments());
        if (later.isPresent()) {
            time.await(work, later.get()); // an urgent message may overtake while we wait
        } else if (link.enter()) {
            sendFirst();
        } else {
            giveBack("the connection is down");
        }
    }

    /// Holds a place. Somebody may have overtaken, or another sender may have used the connection's
    /// rate.
    private void sendFirst() {
        Optional<Booking> next = first().filter(b -> pass(b.segments()).isEmpty());
        if (next.isPresent()) {
            take(next.get());
            dispatch(next.get());
        } else {
            link.leave();
        }
    }

    private Optional<Instant> opens(int segments) {
        Instant now = time.now();
        return link.gate()
                .flatMap(shared -> shared.opens(segments, now))
                .or(() -> gate.opens(segments, now));
    }

    /// Empty when `segments` leave now; both the sender's rate and the connection's are paid, or
    /// neither.
    private Optional<Instant> pass(int segments) {
        Instant now = time.now();
        return link.gate()
                .map(shared -> gate.passWith(shared, segments, now))
                .orElseGet(() -> gate.pass(segments, now));
    }

    private void dispatch(Booking booking) {
        metrics.waited(Duration.between(booking.booked(), time.now()).toNanos() / 1e9);
        Optional<String> tooLate = tooLate(booking, time.now());
        if (tooLate.isPresent()) {
            link.leave();
            settleAside(booking, new Outcome.NotSent(tooLate.get()));
            return;
        }
        unsettled.register();
        Thread.ofVirtual().name("submit " + booking.message().id()).start(() -> submit(booking));
    }

    /// Why it must not leave any more: nothing begins after the validity, whatever it waited for.
    private static Optional<String> tooLate(Booking booking, Instant now) {
        if (booking.message().expired(now)) {
            return Optional.of("its validity ended while it waited for its turn");
        }
        return now.isAfter(booking.leaseEnds().minus(TOO_OLD))
                ? Optional.of("it waited too long for its turn")
                : Optional.empty();
    }

    private void submit(Booking booking) {
        Outcome outcome;
        try {
            outcome = link.submit(submission(booking));
        } catch (Template.Unrenderable e) {
            outcome =
                    new Outcome.Refused(
                            Outcome.Scope.CONTENT, "the template made no text for this recipient");
        } catch (Rendition.Unshowable e) {
            outcome = new Outcome.Refused(Outcome.Scope.CONTENT, e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = new Outcome.Unknown("the server stopped while it was sending");
        } finally {
            link.leave();
        }
        learn(booking, outcome);
        settle(booking, outcome);
        unsettled.arriveAndDeregister();
    }

    private void learn(Booking booking, Outcome outcome) {
        Instant now = time.now();
        switch (outcome) {
            case Outcome.Accepted _, Outcome.Refused _ -> gate.accepted(booking.segments(), now);
            case Outcome.Throttled(Optional<Duration> retryAfter, String _) -> {
                gate.throttled(retryAfter, now);
                notSent(booking, now);
            }
            case Outcome.NotSent _ -> notSent(booking, now);
            case Outcome.SenderBroken _, Outcome.Unreachable _, Outcome.Unknown _ -> {}
        }
        if (!(outcome instanceof Outcome.NotSent)) {
            judge(outcome, now);
            watchRate(now);
        }
    }

    private synchronized void watchRate(Instant now) {
        boolean slow = gate.rate(now) < gate.configuredRate();
        if (slow != slowed) {
            slowed = slow;
            health.slowed(sender, slow, gate.rate(now), now);
        }
    }

    private void notSent(Booking booking, Instant now) {
        Plan.Step step = booking.attempt().step();
        standing.allowance().giveBack(step.segments(), EligibilityClass.country(step.to()));
        standing.breaker().notSent(now);
        link.breaker().notSent(now);
    }

    /// That the sender is refused says nothing about the connection.
    private void judge(Outcome outcome, Instant now) {
        OutcomeClass of = outcome.outcomeClass();
        standing.breaker()
                .on(of, outcome.upstream(), now)
                .ifPresent(turn -> health.of(sender.id(), turn));
        if (of != OutcomeClass.T3_SENDER) {
            link.breaker()
                    .on(of, outcome.upstream(), now)
                    .ifPresent(turn -> health.of(link.connection().id(), turn));
        }
    }

    /// Makes the outcome durable. Receipts may find the message from the moment its keys are known.
    private void settle(Booking booking, Outcome outcome) {
        metrics.attempted(outcome);
        Attempt attempt = booking.attempt();
        if (outcome instanceof Outcome.Accepted accepted) {
            receipts.answered(
                    attempt.connection(),
                    booking.message(),
                    attempt.number(),
                    accepted.receiptKeys());
        }
        LOG.info(
                "message={} attempt={} sender={} outcome={}",
                booking.message().shownId(),
                attempt.number(),
                sender.id(),
                outcome);
        try {
            ledger.record(
                    Ledger.FactOn.of(
                            booking.message(), new Fact.Attempted(attempt.number(), outcome)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            LOG.warn(
                    "message={} attempt={}: its outcome was not stored; its lease will settle it",
                    booking.message().shownId(),
                    attempt.number());
        }
    }

    private Submit submission(Booking booking) {
        var plan = booking.message().plan();
        var step = booking.attempt().step();
        Rendition shown =
                Rendition.of(plan.operation().content(), step.channel(), plan.to().variables());
        return new Submit(
                booking.message().id(),
                booking.attempt().number(),
                step.channel(),
                booking.attempt().address(),
                sender.displayName(),
                step.to(),
                plan.to().name(),
                shown.text(),
                shown.media(),
                shown.content(),
                step.segments(),
                plan.expiresAt());
    }

    private void giveBack(String why) {
        for (Optional<Booking> next = first(); next.isPresent(); next = first()) {
            Booking booking = next.get();
            take(booking);
            gate.release(booking.segments());
            settleAside(booking, new Outcome.NotSent(why));
        }
    }

    /// On a thread of its own: recording waits for a commit, the line must not.
    private void settleAside(Booking booking, Outcome outcome) {
        unsettled.register();
        Thread.ofVirtual()
                .name("return " + booking.message().id())
                .start(() -> {
                    settle(booking, outcome);
                    unsettled.arriveAndDeregister();
                });
    }

    private Optional<Booking> first() {
        synchronized (bookings) {
            return Optional.ofNullable(bookings.peek());
        }
    }

    private void take(Booking booking) {
        synchronized (bookings) {
            bookings.remove(booking);
        }
        link.queued(-1);
    }
}
