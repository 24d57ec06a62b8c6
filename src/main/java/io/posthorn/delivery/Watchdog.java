package io.posthorn.delivery;

import io.posthorn.Signal;
import io.posthorn.Time;
import io.posthorn.message.Policy.Sticky;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.pool.Candidate;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Pool;
import io.posthorn.store.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees from outside when a queue stands still for no reason: a message is ready, a sender that may
/// carry it has a token and a place, and it does not leave (routing.md, section 8, requirement 4).
///
/// Messages with an ordering key wait for one another, and a message may wait for the sender its
/// recipient keeps: neither is a standstill.
final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration ALARMING = Duration.ofSeconds(2);

    private final Supplier<Map<Long, Pool>> pools;
    private final Supplier<List<Backlog>> backlog;
    private final Time time;
    private final Map<Long, Instant> since = new ConcurrentHashMap<>(); // by queue
    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    private final Signal stop = new Signal();
    private final Thread thread = Thread.ofVirtual().name("watchdog").unstarted(this::run);
    private volatile boolean closing;

    /// @param pools by queue
    /// @param backlog what is ready, asked for only while some pool has nothing to do
    Watchdog(Supplier<Map<Long, Pool>> pools, Supplier<List<Backlog>> backlog, Time time) {
        this.pools = pools;
        this.backlog = backlog;
        this.time = time;
    }

    void start() {
        thread.start();
    }

    /// How long each watched queue has been seen to stand still.
    Map<Long, Duration> standstills() {
        Instant now = time.now();
        Map<Long, Duration> all = new HashMap<>();
        for (Long queue : pools.get().keySet()) {
            all.put(queue, Duration.between(since.getOrDefault(queue, now), now));
        }
        return all;
    }

    @Override
    public void close() {
        closing = true;
        stop.raise();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                safelyLook();
                time.await(stop, time.now().plus(EVERY));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void safelyLook() {
        try {
            look(time.now());
        } catch (RuntimeException e) { // a store that is away too
            LOG.warn("could not look for queues that stand still; trying again", e);
        }
    }

    void look(Instant now) {
        Set<Long> still = still(now);
        since.keySet().retainAll(still);
        told.retainAll(still);
        for (Long queue : still) {
            Instant first = since.computeIfAbsent(queue, _ -> now);
            if (first.plus(ALARMING).isBefore(now) && told.add(queue)) {
                LOG.error("queue={} has ready messages and free senders, and stands still", queue);
            }
        }
    }

    private Set<Long> still(Instant now) {
        Map<Long, Pool> free = new HashMap<>(pools.get());
        free.values().removeIf(pool -> pool.room(now, now, 1) == 0);
        return free.isEmpty()
                ? Set.of()
                : backlog.get().stream()
                        .filter(each -> !each.eligibility().ordered())
                        .filter(each ->
                                Optional.ofNullable(free.get(each.queue()))
                                        .filter(pool -> mightLeave(each, pool, now))
                                        .isPresent())
                        .map(Backlog::queue)
                        .collect(Collectors.toSet());
    }

    private static boolean mightLeave(Backlog waiting, Pool pool, Instant now) {
        boolean waitsForItsSender =
                patience(pool.sticky())
                        .map(longest -> waiting.oldest().plus(longest).isAfter(now))
                        .orElse(true);
        if (waitsForItsSender) {
            return false;
        }
        var target =
                new Candidate.Target(
                        waiting.eligibility().channel(),
                        waiting.eligibility().country(),
                        Optional.empty());
        var anybody = new Candidate(1, target, 0, 0, Map.of(), now, now, Optional.empty());
        return pool.explain(anybody, now, now) instanceof Choice.Use;
    }

    private static Optional<Duration> patience(Sticky sticky) {
        return sticky.mode() == StickyMode.NONE ? Optional.of(Duration.ZERO) : sticky.maxWait();
    }
}
