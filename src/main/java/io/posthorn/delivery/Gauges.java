package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Priority;
import io.posthorn.store.Backlog;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is measured by looking when somebody asks.
public final class Gauges {

    private static final Duration FRESH =
            Duration.ofSeconds(5); // counting a backlog reads an index

    private final Store store;
    private final Delivery delivery;
    private final Time time;
    private List<Waiting> waiting = List.of();
    private Instant counted = Instant.EPOCH;

    /// A backlog, of all classes together.
    private record Waiting(long queue, Priority lane, long depth, Instant oldest) {

        static List<Waiting> of(List<Backlog> backlogs) {
            Map<List<Object>, Waiting> lanes = new LinkedHashMap<>();
            for (Backlog b : backlogs) {
                lanes.merge(
                        List.of(b.queue(), b.lane()),
                        new Waiting(b.queue(), b.lane(), b.depth(), b.oldest()),
                        Waiting::with);
            }
            return List.copyOf(lanes.values());
        }

        private Waiting with(Waiting other) {
            return new Waiting(
                    queue,
                    lane,
                    depth + other.depth,
                    oldest.isBefore(other.oldest) ? oldest : other.oldest);
        }
    }

    public Gauges(Store store, Delivery delivery, Time time) {
        this.store = store;
        this.delivery = delivery;
        this.time = time;
    }

    public void register(Metrics metrics) {
        metrics.gauge(
                "posthorn_queue_depth",
                "Ready messages by queue and lane",
                gauge ->
                        waiting()
                                .forEach(w ->
                                        gauge.call(
                                                (double) w.depth(),
                                                Long.toString(w.queue()),
                                                lane(w.lane()))),
                "queue",
                "lane");
        metrics.gauge(
                "posthorn_oldest_ready_age_seconds",
                "Age of the oldest ready message by queue and lane",
                gauge ->
                        waiting()
                                .forEach(w ->
                                        gauge.call(
                                                seconds(w.oldest()),
                                                Long.toString(w.queue()),
                                                lane(w.lane()))),
                "queue",
                "lane");
        metrics.gauge(
                "posthorn_ready_while_idle_seconds",
                "How long a queue stands still with messages ready and senders free; 0 as it"
                        + " should be, alarm above 2",
                gauge ->
                        delivery.standstills()
                                .forEach((queue, still) ->
                                        gauge.call(still.toMillis() / 1e3, Long.toString(queue))),
                "queue");
        metrics.gauge(
                "posthorn_window_in_flight",
                "Messages in flight by connection",
                gauge ->
                        delivery.links()
                                .forEach(l -> gauge.call(l.inFlight(), l.connection().name())),
                "connection");
        metrics.gauge(
                "posthorn_window_size",
                "Places in the window by connection, over all binds",
                gauge ->
                        delivery.links()
                                .forEach(l -> gauge.call(l.window(), l.connection().name())),
                "connection");
        metrics.gauge(
                "posthorn_connection_up",
                "1 while a connection is up",
                gauge -> delivery.links().forEach(l -> gauge.call(up(l), l.connection().name())),
                "connection");
        metrics.gauge(
                "posthorn_unmatched_receipts",
                "Receipts whose message is not known",
                gauge -> gauge.call(delivery.unmatchedReceipts()));
        metrics.gauge(
                "posthorn_ledger_waiting",
                "Callers waiting for the next commit",
                gauge -> gauge.call(delivery.ledger().waiting()));
        metrics.gauge(
                "posthorn_store_bytes",
                "Size of the store on disk",
                gauge -> gauge.call((double) store.size()));
    }

    private synchronized List<Waiting> waiting() {
        if (time.now().isAfter(counted.plus(FRESH))) {
            waiting = Waiting.of(store.backlog());
            counted = time.now();
        }
        return waiting;
    }

    private double seconds(Instant oldest) {
        return Duration.between(oldest, time.now()).toMillis() / 1e3;
    }

    private static String lane(Priority lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    private static double up(Link link) {
        return link.status().state() == Inbox.State.CONNECTED ? 1 : 0;
    }
}
