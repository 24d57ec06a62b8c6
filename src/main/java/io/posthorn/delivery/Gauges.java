package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.channel.Inbox;
import io.posthorn.store.Backlog;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What is measured by looking when somebody asks.
public final class Gauges {

    private static final Duration FRESH =
            Duration.ofSeconds(5); // counting a backlog reads an index

    private final Store store;
    private final Delivery delivery;
    private final Time time;
    private List<Backlog> backlog = List.of();
    private Instant counted = Instant.EPOCH;

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
                        backlog()
                                .forEach(b ->
                                        gauge.call(
                                                (double) b.depth(),
                                                Long.toString(b.queue()),
                                                lane(b))),
                "queue",
                "lane");
        metrics.gauge(
                "posthorn_oldest_ready_age_seconds",
                "Age of the oldest ready message by queue and lane",
                gauge ->
                        backlog()
                                .forEach(b ->
                                        gauge.call(
                                                seconds(b.oldest()),
                                                Long.toString(b.queue()),
                                                lane(b))),
                "queue",
                "lane");
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

    private synchronized List<Backlog> backlog() {
        if (time.now().isAfter(counted.plus(FRESH))) {
            backlog = store.backlog();
            counted = time.now();
        }
        return backlog;
    }

    private double seconds(Instant oldest) {
        return Duration.between(oldest, time.now()).toMillis() / 1e3;
    }

    private static String lane(Backlog backlog) {
        return backlog.lane().name().toLowerCase(Locale.ROOT);
    }

    private static double up(Link link) {
        return link.status().state() == Inbox.State.CONNECTED ? 1 : 0;
    }
}
