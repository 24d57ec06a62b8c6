package io.posthorn.channel;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Fact;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An inbox that keeps what a connector tells it. Receipts find the messages a test has `sent`, and
/// wait a moment for one whose answer is still on its way.
public final class RecordingInbox implements Inbox {
    private static final long ANSWER_MAY_FOLLOW_MILLIS = 5_000;

    public final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
    public final BlockingQueue<Inbound> inbound = new LinkedBlockingQueue<>();
    public final BlockingQueue<Parting> partings = new LinkedBlockingQueue<>();
    public final BlockingQueue<Late> late = new LinkedBlockingQueue<>();
    public final List<Change> changes = new ArrayList<>();
    private final Map<String, String> phones = new ConcurrentHashMap<>();
    private final Map<Address, Instant> written = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private State state = State.CONNECTING;

    /// A receipt, and the key that matched; null for none.
    public record Receipt(
            @Nullable String key, List<String> keys, String from, Fact.Report report) {}

    /// Who wants no more from whom.
    public record Parting(String person, String sender) {}

    public record Late(MessageId message, int attempt, Outcome outcome) {}

    public record Change(State state, String reason) {}

    /// From now on a receipt from `phone` with one of `keys` finds its message.
    public synchronized void sent(String phone, List<String> keys) {
        keys.forEach(key -> phones.put(key, phone));
        notifyAll();
    }

    /// The next `calls` fail, as with a store that is away.
    public void failNext(int calls) {
        failures.set(calls);
    }

    @Override
    public @Nullable String receipt(List<String> keys, String from, Fact.Report report)
            throws InterruptedException {
        failIfAsked();
        String key = match(keys, from);
        receipts.add(new Receipt(key, keys, from, report));
        return key;
    }

    private synchronized @Nullable String match(List<String> keys, String from)
            throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER_MAY_FOLLOW_MILLIS * 1_000_000;
        while (true) {
            for (String key : keys) {
                if (phones.containsKey(key)
                        && (from.isEmpty() || bare(from).equals(bare(phones.get(key))))) {
                    return key;
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
    }

    /// Providers write numbers with or without a plus.
    private static String bare(String phone) {
        return phone.replace("+", "");
    }

    @Override
    public void answeredLate(MessageId message, int attempt, Outcome outcome) {
        late.add(new Late(message, attempt, outcome));
    }

    @Override
    public void inbound(Inbound message) {
        failIfAsked();
        inbound.add(message);
    }

    @Override
    public void optedOut(Channel channel, String person, String sender) {
        failIfAsked();
        partings.add(new Parting(person, sender));
    }

    private void failIfAsked() {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the store is away");
        }
    }

    /// From now on somebody has written to a sender at this moment.
    public void wrote(Address person, Instant at) {
        written.put(person, at);
    }

    @Override
    public Optional<Instant> lastWrote(Channel channel, Address person, String sender) {
        return Optional.ofNullable(written.get(person));
    }

    @Override
    public synchronized void state(State entered, String reason) {
        state = entered;
        changes.add(new Change(entered, reason));
    }

    public synchronized State state() {
        return state;
    }

    public synchronized Change lastChange() {
        return changes.getLast();
    }
}
