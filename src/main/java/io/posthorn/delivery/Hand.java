package io.posthorn.delivery;

import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Priority;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The messages a dispatcher holds claimed: few, and played fairly from the lanes by weighted round
/// robin (the quanta of deficit round robin; Shreedhar and Varghese, 1996). A lane that was idle
/// has its whole turn before it, so an urgent message that comes alone goes first.
final class Hand {

    private static final int MAX = 500; // one claim is one short read
    private static final int ALL_QUANTA =
            Stream.of(Priority.values()).mapToInt(Priority::quantum).sum();

    private final long queue;
    private final Store store;
    private final Duration lease;
    private final List<Lane> lanes = Stream.of(Priority.values()).map(Lane::new).toList();
    private Instant leaseEnds = Instant.EPOCH;
    private volatile boolean news = true;
    private double segments = 1; // of an average message, learned

    private static final class Lane {
        private final Priority priority;
        private final Map<MessageId, Message> held = new LinkedHashMap<>();
        private int credit; // messages left of its turn
        private boolean more; // there may be some in the store

        Lane(Priority priority) {
            this.priority = priority;
            this.credit = priority.quantum();
        }

        /// What it should hold when `fits` messages can be played: what may come of its turns, and
        /// enough for a whole one, or the others would go in its place.
        int share(int fits) {
            int quantum = priority.quantum();
            return Math.max(Math.ceilDiv(fits * quantum, ALL_QUANTA), Math.min(fits, quantum));
        }

        boolean idle() {
            return held.isEmpty() && !more;
        }

        void newTurn() {
            credit = priority.quantum();
        }
    }

    Hand(long queue, Store store, Duration lease) {
        this.queue = queue;
        this.store = store;
        this.lease = lease;
    }

    /// Something became ready in some lane.
    void mayHaveMore() {
        news = true;
    }

    boolean hasMore() {
        return news || lanes.stream().anyMatch(lane -> lane.more);
    }

    /// In the order of their turns.
    List<Message> messages() {
        List<Turn> turns = new ArrayList<>();
        lanes.stream().filter(lane -> !lane.held.isEmpty()).map(Turn::new).forEach(turns::add);
        List<Message> inOrder = new ArrayList<>();
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
        private final Iterator<Message> rest;
        private final int quantum;
        private int credit;

        Turn(Lane lane) {
            rest = lane.held.values().iterator();
            quantum = lane.priority.quantum();
            credit = lane.credit;
        }

        Message next() {
            credit--;
            return rest.next();
        }

        void again() {
            credit = quantum;
        }
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
        return lanes.stream().filter(lane -> lane.priority == priority).findFirst().orElseThrow();
    }

    /// Claims what `room` segments are enough for, and no more than a turn of all lanes beyond: of
    /// each lane its share, and more where other lanes have less.
    void fill(int room, Instant now) {
        refresh(now);
        int fits = (int) Math.min(MAX, Math.ceil(room / segments));
        lanes.forEach(lane -> claim(lane, lane.share(fits) - lane.held.size(), now));
        lanes.forEach(lane -> claim(lane, fits - held(), now));
        lanes.stream().filter(Lane::idle).forEach(Lane::newTurn);
    }

    private void refresh(Instant now) {
        boolean leaseEnded = !now.isBefore(leaseEnds);
        if (leaseEnded) {
            lanes.forEach(lane -> lane.held.clear()); // taken anew
        }
        if (leaseEnded || held() == 0) {
            leaseEnds = now.plus(lease);
        }
        if (leaseEnded || news) {
            news = false;
            lanes.forEach(lane -> lane.more = true);
        }
    }

    private void claim(Lane lane, int max, Instant now) {
        if (max <= 0 || !lane.more) {
            return;
        }
        List<Message> got = store.claim(queue, lane.priority, Set.of(), max, now, leaseEnds);
        lane.more = got.size() == max;
        for (Message message : got) {
            lane.held.put(message.id(), message);
            segments += 0.05 * (message.currentStep().segments() - segments);
        }
    }

    private int held() {
        return lanes.stream().mapToInt(lane -> lane.held.size()).sum();
    }
}
