package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every phone there is: keeps the newest messages they received, for people and tests to look at.
public final class Phones {
    private final Time time;
    private final @Nullable Received[] ring;
    private long received;

    /// Phones that have received nothing yet.
    ///
    /// @param capacity the messages kept, over all phones
    public Phones(int capacity, Time time) {
        this.ring = new Received[capacity];
        this.time = time;
    }

    /// Which messages to show; an empty part means any.
    ///
    /// @param after only messages with a greater `number`
    /// @param max the most to return
    public record Filter(Optional<String> to, Optional<Channel> channel, long after, int max) {
        public static final Filter ALL =
                new Filter(Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);

        public static Filter to(String phone) {
            return new Filter(Optional.of(phone), Optional.empty(), 0, Integer.MAX_VALUE);
        }

        private boolean matches(Received message) {
            return to.map(message.to()::equals).orElse(true)
                    && channel.map(message.channel()::equals).orElse(true);
        }
    }

    synchronized void receive(Received message) {
        ring[(int) (received % ring.length)] = message.numbered(++received);
        notifyAll();
    }

    /// All messages received since the start, also those no longer kept.
    public synchronized long count() {
        return received;
    }

    /// The kept messages that match, newest first.
    public synchronized List<Received> inbox(Filter filter) {
        List<Received> found = new ArrayList<>();
        long oldest = Math.max(filter.after, received - ring.length);
        for (long i = received - 1; i >= oldest && found.size() < filter.max; i--) {
            Received message = ring[(int) (i % ring.length)];
            if (message != null && filter.matches(message)) {
                found.add(message);
            }
        }
        return found;
    }

    public List<Received> inbox() {
        return inbox(Filter.ALL);
    }

    /// As [#inbox(Filter)], but waits up to `patience` for the first match.
    public synchronized List<Received> await(Filter filter, Duration patience)
            throws InterruptedException {
        long deadline = time.nanos() + patience.toNanos();
        List<Received> found = inbox(filter);
        for (long left = patience.toMillis();
                found.isEmpty() && left > 0;
                left = (deadline - time.nanos()) / 1_000_000) {
            long seen = received;
            wait(left);
            found = inbox(since(seen, filter)); // older ones did not match
        }
        return found;
    }

    private static Filter since(long seen, Filter filter) {
        return new Filter(filter.to, filter.channel, Math.max(seen, filter.after), filter.max);
    }

    /// The message a provider calls so, where it is still kept.
    public synchronized Optional<Received> find(String carrierId) {
        return inbox().stream().filter(message -> message.isCalled(carrierId)).findFirst();
    }

    /// Its owner reads it; false when he has already, or it is not there.
    synchronized boolean read(String carrierId, Instant at) {
        Optional<Received> unread = find(carrierId).filter(message -> message.readAt().isEmpty());
        unread.ifPresent(message -> ring[place(message)] = message.read(at));
        return unread.isPresent();
    }

    /// Takes a message off its phone.
    synchronized void remove(String carrierId) {
        find(carrierId).ifPresent(message -> ring[place(message)] = null);
    }

    private int place(Received message) {
        return (int) ((message.number() - 1) % ring.length);
    }

    /// Forgets every message.
    public synchronized void clear() {
        Arrays.fill(ring, null);
    }
}
