package io.posthorn.delivery;

import io.posthorn.Signal;
import io.posthorn.Time;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.Fact;
import io.posthorn.message.Message;
import io.posthorn.store.Store;
import io.posthorn.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after what nobody else is looking after: send times, back-offs, holds and validities that
/// have come, and what outlived its retention.
public final class Settler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final Duration TICK =
            Duration.ofMillis(200); // how late a scheduled message may be noticed
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);
    private static final int CHUNK = 1_000;

    private final Store store;
    private final Ledger ledger;
    private final Duration retention;
    private final Time time;
    private final Signal stop = new Signal();
    private final Thread thread = Thread.ofVirtual().name("settler").unstarted(this::run);
    private volatile boolean closing;
    private Instant nextPurge;

    public Settler(Store store, Ledger ledger, Duration retention, Time time) {
        this.store = store;
        this.ledger = ledger;
        this.retention = retention;
        this.time = time;
        this.nextPurge = time.now();
    }

    /// Settles what the last process left half done, then begins to look.
    public void start() throws InterruptedException {
        Instant started = time.now();
        List<Message> left = store.abandoned(started, CHUNK);
        while (!left.isEmpty()) {
            LOG.info(
                    "{} messages were being sent when the server stopped: their outcome is unknown",
                    left.size());
            ledger.record(left.stream().map(m -> FactOn.of(m, new Fact.LeaseLost())).toList());
            left = store.abandoned(started, CHUNK);
        }
        thread.start();
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
                int settled = turn();
                if (settled < CHUNK) {
                    time.await(stop, time.now().plus(TICK));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look; answers how many messages something was due for.
    int turn() throws InterruptedException {
        try {
            List<Message> overdue = store.overdue(CHUNK, time.now());
            ledger.record(overdue.stream().map(m -> FactOn.of(m, new Fact.Due())).toList());
            purge();
            return overdue.size();
        } catch (StoreUnavailable e) {
            LOG.warn("the store is away; looking again in {}: {}", TICK, e.getMessage());
            return 0;
        }
    }

    private void purge() {
        Instant now = time.now();
        if (!now.isBefore(nextPurge)) {
            int gone = store.purge(now.minus(retention), CHUNK);
            int forgotten = store.forget(now, CHUNK);
            nextPurge = Math.max(gone, forgotten) == CHUNK ? now : now.plus(PURGE_EVERY);
        }
    }
}
