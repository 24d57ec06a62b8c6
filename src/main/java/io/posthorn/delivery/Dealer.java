package io.posthorn.delivery;

import io.posthorn.delivery.Hand.Card;
import io.posthorn.message.Address;
import io.posthorn.message.Area;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.Plan;
import io.posthorn.message.Policy;
import io.posthorn.message.Policy.GeoMatch;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.Priority;
import io.posthorn.message.SenderId;
import io.posthorn.message.Status;
import io.posthorn.pool.Candidate;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Passed;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Rendezvous;
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
import java.util.function.Supplier;

/// Decides for the messages of one queue: which leaves next, by whom. No clock, no store, no wire:
/// the dispatcher deals real messages with it, a forecast imagined ones.
final class Dealer {

    /// How far ahead of its moment a message is given to a sender: covers a commit, and is all that
    /// a message of the same lane may find before it.
    static final Duration HORIZON = Duration.ofMillis(100);

    private static final int ROOM_ENOUGH = 2_000; // segments; more is never claimed at once
    private static final int MAX_ASLEEP = 20_000; // messages; then they wait in the store
    private static final int ROUNDS = 8; // a sender's room waits for a message that keeps it
    private static final Duration NO_SENDER_PAUSE = Duration.ofSeconds(1);
    private static final Set<Status> FAILED_IT = Set.of(Status.FAILED, Status.UNDELIVERED);
    private static final List<Duration> BACK_OFF =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10));

    private final long queue;
    private final Pool pool;
    private final Hand hand;
    private final Supplier<Policy> policy;
    private final Function<Message, Optional<SenderId>> assigned;

    /// What was decided about a message: never [Choice.Later].
    record Decision(Message message, Choice choice) {}

    /// Where one has no room, none has.
    private record Alike(EligibilityClass itsClass, Priority lane) {}

    /// @param assigned the sender a message's recipient keeps by record
    Dealer(
            long queue,
            Pool pool,
            Hand hand,
            Supplier<Policy> policy,
            Function<Message, Optional<SenderId>> assigned) {
        this.queue = queue;
        this.pool = pool;
        this.hand = hand;
        this.policy = policy;
        this.assigned = assigned;
    }

    /// There is new work.
    void mayHaveMore() {
        hand.mayHaveMore();
    }

    /// A sender has become able to do some, or unable.
    void lookAgain() {
        pool.lookAgain();
        hand.awaken();
        hand.mayHaveMore();
    }

    /// Takes messages up and decides about those that can be decided about now.
    List<Decision> deal(Instant now) {
        Policy rules = policy.get();
        Map<Alike, Choice.Later> noRoom = new HashMap<>();
        List<Decision> decisions = new ArrayList<>();
        boolean more = true;
        for (int round = 0; more && round < ROUNDS; round++) {
            more = hand.fill(pool.room(now, now.plus(HORIZON), ROOM_ENOUGH), now) || round == 0;
            for (Card card : hand.cards(now)) {
                decide(card, rules, noRoom, now).ifPresent(decisions::add);
            }
        }
        return decisions;
    }

    private Optional<Decision> decide(
            Card card, Policy rules, Map<Alike, Choice.Later> noRoom, Instant now) {
        Choice choice = choose(card, rules, noRoom, now);
        if (choice instanceof Choice.Later(Instant at, Passed why) && hasPlace(why)) {
            card.sleep(at.isAfter(now) ? at : now.plusNanos(1), isForAll(why));
            return Optional.empty();
        }
        hand.played(card.message());
        return Optional.of(new Decision(card.message(), choice));
    }

    private boolean hasPlace(Passed why) {
        return isForAll(why) || hand.size() < MAX_ASLEEP;
    }

    private static boolean isForAll(Passed why) {
        return why == Passed.RATE || why == Passed.WINDOW;
    }

    private Choice choose(Card card, Policy rules, Map<Alike, Choice.Later> noRoom, Instant now) {
        Message message = card.message();
        Optional<Choice> held = held(message, rules, now);
        if (held.isPresent()) {
            return held.get();
        }
        boolean fresh = message.attempts().isEmpty();
        var alike = new Alike(card.itsClass(), message.plan().operation().priority());
        Choice.Later known = fresh ? noRoom.get(alike) : null;
        if (known != null) {
            return known;
        }
        Choice choice =
                pool.choose(candidate(message, rules, card.since()), now, limit(message, now));
        if (fresh && choice instanceof Choice.Later later && isForAll(later.why())) {
            noRoom.put(alike, later);
        }
        return choice;
    }

    /// An urgent message overtakes in its sender's line what was promised before, so it may be
    /// promised something even then; past its lane's turn it may not, or nothing would be left for
    /// the others.
    private Instant limit(Message message, Instant now) {
        if (!hand.isInTurn(message)) {
            return now.plus(HORIZON);
        }
        return switch (message.plan().operation().priority()) {
            case HIGH -> now.plus(HORIZON.multipliedBy(3));
            case NORMAL -> now.plus(HORIZON.multipliedBy(2));
            case BULK -> now.plus(HORIZON);
        };
    }

    private static Optional<Choice> held(Message message, Policy rules, Instant now) {
        return rules.quietHours()
                .flatMap(hours ->
                        hours.end(
                                message.plan().operation().priority(),
                                message.currentStep().to(),
                                now))
                .map(Choice.Quiet::new);
    }

    /// What the pool would say of a message now, promising nothing.
    Choice explain(Message message, Instant now) {
        Policy rules = policy.get();
        return held(message, rules, now)
                .orElseGet(() ->
                        pool.explain(candidate(message, rules, now), now, limit(message, now)));
    }

    /// The sender a recipient keeps by hash, of those that may send to him now.
    Optional<SenderId> owner(Channel channel, Address to, Instant now) {
        Policy rules = policy.get();
        var step = new Plan.Step(channel, to, 1);
        return pool.owner(
                target(step, rules.choosing().geoMatch()), Rendezvous.key(queue, to.value()), now);
    }

    Candidate candidate(Message message, Policy rules, Instant since) {
        Plan.Step step = message.currentStep();
        StickyMode mode = rules.choosing().sticky().mode();
        boolean recorded = mode == StickyMode.RECORDED || mode == StickyMode.HYBRID;
        return new Candidate(
                step.segments(),
                target(step, rules.choosing().geoMatch()),
                Rendezvous.key(queue, step.to().value()),
                Rendezvous.recipient(step.to().value()),
                tries(message, step),
                backOff(message),
                since,
                recorded ? assigned.apply(message) : Optional.empty());
    }

    /// What a pool that matches senders to recipients in this way sees of where a step goes.
    static Candidate.Target target(Plan.Step step, GeoMatch geo) {
        return new Candidate.Target(
                step.channel(),
                EligibilityClass.country(step.to()),
                geo == GeoMatch.OFF ? Optional.empty() : Optional.of(Area.of(step.to())));
    }

    private static Map<SenderId, Integer> tries(Message message, Plan.Step step) {
        if (message.attempts().isEmpty()) {
            return Map.of();
        }
        Map<SenderId, Integer> tries = new HashMap<>();
        for (Attempt attempt : message.attempts()) {
            if (attempt.step().equals(step)
                    && (FAILED_IT.contains(attempt.status()) || !attempt.sure())) {
                tries.merge(attempt.sender(), 1, Integer::sum);
            }
        }
        return tries;
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

    /// When to deal again if nothing happens; `MAX` for no reason to.
    Instant next(Instant now) {
        Instant next = hand.wakes(now);
        if (hand.hasMore()) {
            Instant opening = pool.opening(now).map(at -> at.minus(HORIZON)).orElse(Instant.MAX);
            next = opening.isBefore(next) ? opening : next;
        }
        return next;
    }

    static Instant pauseForSenders(Instant now) {
        return now.plus(NO_SENDER_PAUSE);
    }
}
