package io.posthorn.delivery;

import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The messages a dealer holds claimed: few, and played fairly from the lanes by weighted round
/// robin (the quanta of deficit round robin; Shreedhar and Varghese, 1996). A lane that was idle
/// has its whole turn before it, so an urgent message that comes alone goes first.
///
/// A message that cannot leave yet sleeps and takes no other's place; of a class that sleeps, no
/// more are claimed.
final class Hand {

    private static final int MAX = 500; // one claim is one short read
    private static final int MAX_ASLEEP_OF_A_CLASS = 100; // more would be waiting all the same
    private static final int ALL_QUANTA =
            Stream.of(Priority.values()).mapToInt(Priority::quantum).sum();

    private final Source source;
    private final Duration lease;
    private final List<Lane> lanes = Stream.of(Priority.values()).map(Lane::new).toList();
    private Instant leaseEnds = Instant.EPOCH;
    private volatile boolean news = true;
    private double segments = 1; // of an average message, learned

    /// Where messages come from, in their order.
    @FunctionalInterface
    interface Source {
        List<Message> claim(
                Priority lane,
                Set<EligibilityClass> except,
                int max,
                Instant now,
                Instant leaseEnds);
    }

    /// A message in the hand.
    static final class Card {
        private final Message message;
        private final Instant since;
        private final EligibilityClass itsClass;
        private Instant sleepsUntil = Instant.MIN;
        private boolean forItsClass;

        Card(Message message, Instant since) {
            this.message = message;
            this.since = since;
            this.itsClass = EligibilityClass.of(message);
        }

        EligibilityClass itsClass() {
            return itsClass;
        }

        Message message() {
            return message;
        }

        /// When it came into the hand: could have left but for the pool.
        Instant since() {
            return since;
        }

        /// Cannot leave before `until`.
        ///
        /// @param itsClass none of its class can
        void sleep(Instant until, boolean itsClass) {
            sleepsUntil = until;
            forItsClass = itsClass;
        }

        private boolean asleep(Instant now) {
            return now.isBefore(sleepsUntil);
        }
    }

    private static final class Lane {
        private final Priority priority;
        private final Map<MessageId, Card> held = new LinkedHashMap<>();
        private int awake;
        private int credit; // messages left of its turn
        private boolean more; // there may be some in the source
        private Set<EligibilityClass> passedOver = Set.of(); // when it was found to have no more

        Lane(Priority priority) {
            this.priority = priority;
            this.credit = priority.quantum();
        }

        /// What it should hold when `fits` messages can be played: what may come of its turns, and
        /// enough for a whole one, or the others would go in its place.
        int share(int fits) {
            int quantum = priority.quantum();
            boolean overtakes = priority == Priority.HIGH; // so there is always room for a turn
            return Math.max(
                    Math.ceilDiv(fits * quantum, ALL_QUANTA),
                    overtakes ? quantum : Math.min(fits, quantum));
        }

        /// One whose messages merely sleep has had its turn, or it would take every one.
        boolean idle() {
            return held.isEmpty() && !more;
        }

        void newTurn() {
            credit = priority.quantum();
        }

        List<Card> awake(Instant now) {
            List<Card> cards = new ArrayList<>(held.size());
            for (Card card : held.values()) {
                if (!card.asleep(now)) {
                    cards.add(card);
                }
            }
            return cards;
        }

        /// A class that was passed over because enough of it slept may have more, and nobody tells.
        void lookAtThoseAwake() {
            more |= !passedOver.isEmpty() && !sleeping().containsAll(passedOver);
        }

        Set<EligibilityClass> sleeping() {
            if (held.size() < MAX_ASLEEP_OF_A_CLASS) {
                return Set.of();
            }
            Map<EligibilityClass, Integer> asleep = new HashMap<>();
            for (Card card : held.values()) {
                if (card.forItsClass) {
                    asleep.merge(card.itsClass, 1, Integer::sum);
                }
            }
            return asleep.entrySet().stream()
                    .filter(each -> each.getValue() >= MAX_ASLEEP_OF_A_CLASS)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    Hand(Source source, Duration lease) {
        this.source = source;
        this.lease = lease;
    }

    /// Something became ready in some lane.
    void mayHaveMore() {
        news = true;
    }

    boolean hasMore() {
        lanes.forEach(Lane::lookAtThoseAwake);
        return news || lanes.stream().anyMatch(lane -> lane.more);
    }

    int size() {
        int size = 0;
        for (Lane lane : lanes) {
            size += lane.held.size();
        }
        return size;
    }

    /// All may be able to leave.
    void awaken() {
        for (Lane lane : lanes) {
            lane.held.values().forEach(card -> card.sleep(Instant.MIN, false));
        }
    }

    /// When the first that sleeps may leave; `MAX` when none sleeps.
    Instant wakes(Instant now) {
        Instant first = Instant.MAX;
        for (Lane lane : lanes) {
            for (Card card : lane.held.values()) {
                if (card.asleep(now) && card.sleepsUntil.isBefore(first)) {
                    first = card.sleepsUntil;
                }
            }
        }
        return first;
    }

    /// Those awake, in the order of their turns.
    List<Card> cards(Instant now) {
        List<Turn> turns = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            List<Card> awake = lane.awake(now);
            if (!awake.isEmpty()) {
                turns.add(new Turn(lane, awake));
            }
        }
        List<Card> inOrder = new ArrayList<>();
        if (turns.size() == 1) {
            turns.getFirst().rest.forEachRemaining(inOrder::add);
            return inOrder;
        }
        while (!turns.isEmpty()) {
            turns.stream()
                    .filter(turn -> turn.credit > 0)
                    .findFirst()
                    .ifPresentOrElse(
                            turn -> inOrder.add(turn.next()), () -> turns.forEach(Turn::again));
            turns.removeIf(turn -> !turn.rest.hasNext());
        }
        return inOrder;
    }

    /// How a lane's messages would be played from here on.
    private static final class Turn {
        private final Iterator<Card> rest;
        private final int quantum;
        private int credit;

        Turn(Lane lane, List<Card> awake) {
            rest = awake.iterator();
            quantum = lane.priority.quantum();
            credit = lane.credit;
        }

        Card next() {
            credit--;
            return rest.next();
        }

        void again() {
            credit = quantum;
        }
    }

    /// It does not go at the cost of another lane's turn.
    boolean isInTurn(Message message) {
        Lane lane = laneOf(message);
        return lane.credit > 0 || lanes.stream().allMatch(other -> other == lane || other.idle());
    }

    /// It was decided about; it had its turn.
    void played(Message message) {
        Lane lane = laneOf(message);
        if (lane.credit == 0) {
            lanes.forEach(Lane::newTurn);
        }
        lane.credit--;
        lane.held.remove(message.id());
    }

    private Lane laneOf(Message message) {
        Priority priority = message.plan().operation().priority();
        for (Lane lane : lanes) {
            if (lane.priority == priority) {
                return lane;
            }
        }
        throw new IllegalStateException("no lane for " + priority);
    }

    /// Claims what `room` segments are enough for, and no more than a turn of all lanes beyond: of
    /// each lane its share, and more where other lanes have less. Answers whether it got any.
    boolean fill(int room, Instant now) {
        int before = size();
        refresh(now);
        lanes.forEach(lane -> lane.awake = lane.awake(now).size());
        int fits = (int) Math.min(MAX, Math.ceil(room / segments));
        lanes.forEach(lane -> claim(lane, lane.share(fits) - lane.awake, now));
        lanes.forEach(lane -> claim(lane, fits - awake(), now));
        lanes.stream().filter(Lane::idle).forEach(Lane::newTurn);
        return size() > before;
    }

    private void refresh(Instant now) {
        boolean leaseEnded = !now.isBefore(leaseEnds);
        if (leaseEnded) {
            lanes.forEach(lane -> lane.held.clear()); // taken anew
        }
        if (leaseEnded || size() == 0) {
            leaseEnds = now.plus(lease);
        }
        if (leaseEnded || news) {
            news = false;
            lanes.forEach(lane -> lane.more = true);
        }
    }

    private void claim(Lane lane, int max, Instant now) {
        lane.lookAtThoseAwake();
        if (max <= 0 || !lane.more) {
            return;
        }
        Set<EligibilityClass> sleeping = lane.sleeping();
        List<Message> got = source.claim(lane.priority, sleeping, max, now, leaseEnds);
        lane.more = got.size() == max;
        lane.passedOver = sleeping;
        lane.awake += got.size();
        for (Message message : got) {
            lane.held.put(message.id(), new Card(message, now));
            segments += 0.05 * (message.currentStep().segments() - segments);
        }
    }

    private int awake() {
        return lanes.stream().mapToInt(lane -> lane.awake).sum();
    }
}
