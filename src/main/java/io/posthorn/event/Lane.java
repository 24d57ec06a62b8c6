package io.posthorn.event;

import io.posthorn.Signal;
import io.posthorn.Time;
import io.posthorn.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one endpoint the log, batch after batch, on a thread of its own: while one batch cannot be
/// delivered none follows, so what is told of a message stays in order, and nobody else waits.
final class Lane implements AutoCloseable {

    /// What is waited for after each failed try; when there is nothing left, the batch is given up.
    static final List<Duration> RETRIES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(10));

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration GATHERING =
            Duration.ofMillis(20); // so that batches form under load
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Endpoints endpoints;
    private final Feed feed;
    private final Cursor cursor;
    private final Couriers couriers;
    private final Time time;
    private final RecentDeliveries recent = new RecentDeliveries();
    private final Signal signal = new Signal();
    private final Thread thread;
    private volatile Endpoint endpoint;
    private volatile boolean idle;
    private volatile boolean changed;
    private volatile boolean mayPostAgain = true;
    private volatile boolean closed;

    Lane(
            Endpoint endpoint,
            Endpoints endpoints,
            Feed feed,
            Cursor cursor,
            Couriers couriers,
            Time time) {
        this.endpoint = endpoint;
        this.endpoints = endpoints;
        this.feed = feed;
        this.cursor = cursor;
        this.couriers = couriers;
        this.time = time;
        this.thread = Thread.ofVirtual().name("lane-" + endpoint.id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Up to where it has told the log.
    long position() {
        return cursor.mark().position();
    }

    RecentDeliveries recent() {
        return recent;
    }

    /// There may be something new in the log.
    void wake() {
        if (idle) {
            signal.raise();
        }
    }

    boolean serves(Endpoint same) {
        return endpoint.equals(same);
    }

    /// The endpoint is another, or something is to be posted again: a batch that waits is tried at
    /// once.
    void changed(Endpoint now) {
        endpoint = now;
        mayPostAgain = true;
        changed = true;
        signal.raise();
    }

    /// Tells the log again from after `seq`; durable when this returns.
    void rewind(long seq) {
        cursor.moveTo(seq);
        changed = true;
        signal.raise();
    }

    /// Stops after the try in progress.
    @Override
    public void close() {
        closed = true;
        signal.raise();
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        if (!thread.join(patience)) {
            thread.interrupt();
            thread.join();
        }
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
            cursor.write();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable away) {
            LOG.warn("endpoint={} ends without its cursor: {}", endpoint.id(), away.getMessage());
        } finally {
            couriers.release(endpoint.id());
        }
    }

    private void turn() throws InterruptedException {
        try {
            changed = false;
            Optional<Parcel> again = again();
            if (again.isPresent()) {
                postAgain(again.get());
            } else {
                follow();
            }
        } catch (StoreUnavailable away) {
            LOG.warn("endpoint={} waits for the store: {}", endpoint.id(), away.getMessage());
            time.await(signal, time.now().plus(LOOK_AGAIN));
        } catch (RuntimeException fault) {
            LOG.error("endpoint={} failed; it goes on in a minute", endpoint.id(), fault);
            time.await(signal, time.now().plus(Duration.ofMinutes(1)));
        }
    }

    // Out of order

    private Optional<Parcel> again() {
        if (!mayPostAgain) {
            return Optional.empty();
        }
        mayPostAgain = false;
        Optional<Parcel> next =
                endpoints.parcelsOf(endpoint.id()).reversed().stream()
                        .filter(parcel -> parcel.status() == Parcel.Status.PENDING)
                        .findFirst();
        next.ifPresent(_ -> mayPostAgain = true); // there may be another
        return next;
    }

    private void postAgain(Parcel parcel) throws InterruptedException {
        Endpoint target = endpoint;
        EventFilter filter = EventFilter.all(target.account());
        Parcel after = deliver(parcel, feed.find(parcel.events(), filter), filter);
        switch (after.status()) {
            case DELIVERED -> endpoints.forget(parcel);
            case DEAD -> endpoints.keep(after);
            case PENDING -> {} // is tried from its beginning
        }
    }

    // In order

    private void follow() throws InterruptedException {
        Cursor.Mark from = cursor.mark();
        EventFilter filter = endpoints.filter(endpoint);
        Feed.Page page = feed.after(from.position(), endpoint.batchSize(), filter);
        if (!page.events().isEmpty()) {
            deliver(from, page, filter);
            cursor.write(time.now());
        } else if (page.readTo() > from.position()) {
            cursor.skip(from, page.readTo());
        } else {
            rest();
        }
    }

    private void deliver(Cursor.Mark from, Feed.Page page, EventFilter filter)
            throws InterruptedException {
        List<EventId> ids = page.events().stream().map(CloudEvent::id).toList();
        Parcel after = deliver(endpoints.parcel(endpoint.id(), ids), page.events(), filter);
        switch (after.status()) {
            case DELIVERED -> cursor.advance(from, page.readTo());
            case DEAD -> {
                endpoints.keep(after);
                cursor.advance(from, page.readTo());
            }
            case PENDING -> {} // is read anew
        }
    }

    private void rest() throws InterruptedException {
        idle = true;
        try {
            Instant now = time.now();
            Instant due = cursor.write(now);
            Instant look = now.plus(LOOK_AGAIN);
            if (time.await(signal, due.isBefore(look) ? due : look) && !closed) {
                time.sleepUntil(time.now().plus(GATHERING));
            }
        } finally {
            idle = false;
        }
    }

    // Trying

    /// Posts a batch until it is taken or given up. `PENDING` when something changed before that.
    private Parcel deliver(Parcel fresh, List<CloudEvent> known, EventFilter filter)
            throws InterruptedException {
        Parcel parcel = fresh;
        List<CloudEvent> events = known;
        while (!events.isEmpty()) {
            Courier.Answer answer = couriers.deliver(endpoint, events);
            events = List.of(); // a batch that waits for hours is not kept in memory
            Parcel.Status status = status(answer, parcel.attempts());
            parcel = parcel.tried(answer, status, time.now());
            if (status != Parcel.Status.PENDING) {
                told(parcel);
                recent.ended(parcel);
                return parcel;
            }
            told(parcel);
            recent.trying(parcel);
            if (!waited(RETRIES.get(parcel.attempts() - 1))) {
                recent.dropped();
                return parcel;
            }
            events = feed.find(parcel.events(), filter);
        }
        recent.dropped();
        return parcel.tried(
                new Courier.Answer(0, "", Duration.ZERO), Parcel.Status.DELIVERED, time.now());
    }

    private static Parcel.Status status(Courier.Answer answer, int triesBefore) {
        return answer.ok()
                ? Parcel.Status.DELIVERED
                : triesBefore < RETRIES.size() ? Parcel.Status.PENDING : Parcel.Status.DEAD;
    }

    private void told(Parcel parcel) {
        switch (parcel.status()) {
            case DELIVERED ->
                    LOG.debug("endpoint={} took events={}", endpoint.id(), parcel.events().size());
            case PENDING ->
                    LOG.warn(
                            "endpoint={} did not take events={} attempt={}: {}",
                            endpoint.id(),
                            parcel.events().size(),
                            parcel.attempts(),
                            parcel.error());
            case DEAD ->
                    LOG.error(
                            "endpoint={} gave up delivery={} events={}: {}",
                            endpoint.id(),
                            parcel.id(),
                            parcel.events().size(),
                            parcel.error());
        }
    }

    /// False when the endpoint changed before that.
    private boolean waited(Duration pause) throws InterruptedException {
        Instant until = time.now().plus(pause);
        while (time.now().isBefore(until)) {
            if (closed || changed) {
                return false;
            }
            time.await(signal, until);
        }
        return !closed && !changed;
    }
}
