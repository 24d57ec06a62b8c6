package io.posthorn.delivery;

import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Priority;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The messages a dispatcher holds claimed: few, and fairly drawn from the lanes by deficit round
/// robin (Shreedhar and Varghese, 1996).
final class Hand {

    private static final int MAX = 500; // one claim is one short read
    private static final int URGENT =
            20; // HIGH messages held although no sender has room: they go first

    private final long queue;
    private final Store store;
    private final Duration lease;
    private final Map<MessageId, Message> held = new LinkedHashMap<>();
    private final Map<Priority, Integer> credit = new EnumMap<>(Priority.class);
    private final Map<Priority, Boolean> empty = new EnumMap<>(Priority.class);
    private Instant leaseEnds = Instant.EPOCH;
    private volatile boolean news = true;
    private double segments = 1; // of an average message, learned

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
        return news || empty.containsValue(false);
    }

    /// The urgent first.
    List<Message> messages() {
        List<Message> sorted = new ArrayList<>(held.values());
        sorted.sort((a, b) -> lane(a).compareTo(lane(b)));
        return sorted;
    }

    void played(Message message) {
        held.remove(message.id());
    }

    /// Claims up to `room` segments' worth of messages.
    void fill(int room, Instant now) {
        if (news) {
            news = false;
            for (Priority lane : Priority.values()) {
                empty.put(lane, false);
            }
        }
        if (held.isEmpty() || !now.isBefore(leaseEnds)) {
            held.clear(); // what was held longer than its lease is taken anew
            leaseEnds = now.plus(lease);
        }
        int messages = (int) Math.min(MAX, Math.ceil(room / segments)) - held.size();
        claimInTurn(messages, now);
        if (room > 0) {
            claim(Priority.HIGH, URGENT - held(Priority.HIGH), now);
        }
    }

    private void claimInTurn(int messages, Instant now) {
        int left = messages;
        while (left > 0 && empty.containsValue(false)) {
            for (Priority lane : Priority.values()) {
                if (left > 0 && !empty.getOrDefault(lane, true)) {
                    left -= claimWithCredit(lane, left, now);
                }
            }
        }
    }

    /// A lane's credit grows by its quantum each round, in rounds large enough to be worth a read.
    private int claimWithCredit(Priority lane, int left, Instant now) {
        int rounds = Math.max(1, left / 13);
        int have = credit.merge(lane, lane.quantum() * rounds, Integer::sum);
        int want = Math.min(have, left);
        int got = claim(lane, want, now);
        credit.put(lane, got < want ? 0 : have - got);
        return got;
    }

    private int claim(Priority lane, int max, Instant now) {
        if (max <= 0 || empty.getOrDefault(lane, true)) {
            return 0;
        }
        Collection<Message> got = store.claim(queue, lane, max, now, leaseEnds);
        empty.put(lane, got.size() < max);
        for (Message message : got) {
            held.put(message.id(), message);
            segments += 0.05 * (message.currentStep().segments() - segments);
        }
        return got.size();
    }

    private int held(Priority lane) {
        return (int) held.values().stream().filter(m -> lane(m) == lane).count();
    }

    private static Priority lane(Message message) {
        return message.plan().operation().priority();
    }
}
