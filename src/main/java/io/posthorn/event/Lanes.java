package io.posthorn.event;

import io.posthorn.Time;
import io.posthorn.message.WebhookId;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A lane for every endpoint, kept in step with the endpoints while events flow.
public final class Lanes implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2); // for requests in progress

    private final Store store;
    private final Endpoints endpoints;
    private final Feed feed;
    private final Couriers couriers;
    private final Time time;
    private final Map<WebhookId, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean started;
    private volatile boolean closed;

    public Lanes(Store store, Endpoints endpoints, Feed feed, Couriers couriers, Time time) {
        this.store = store;
        this.endpoints = endpoints;
        this.feed = feed;
        this.couriers = couriers;
        this.time = time;
        endpoints.onChange(this::refresh);
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public Feed feed() {
        return feed;
    }

    /// Goes on where the last process left every endpoint.
    public void start() {
        started = true;
        refresh();
    }

    /// There may be something new in the log.
    public void wake() {
        lanes.values().forEach(Lane::wake);
        followers.forEach(Follower::wake);
    }

    private synchronized void refresh() {
        if (!started) {
            return;
        }
        Map<WebhookId, Endpoint> wanted = new HashMap<>();
        endpoints.all().forEach(each -> wanted.put(each.id(), each));
        lanes.forEach((id, lane) -> {
            if (!wanted.containsKey(id)) {
                lanes.remove(id);
                lane.close();
            }
        });
        wanted.forEach((id, endpoint) -> {
            Lane lane = lanes.get(id);
            if (lane == null) {
                lanes.put(id, begin(endpoint));
            } else if (!lane.serves(endpoint)) {
                lane.changed(endpoint);
            }
        });
    }

    private Lane begin(Endpoint endpoint) {
        Cursor cursor = new Cursor(store, endpoint.id());
        Lane lane = new Lane(endpoint, endpoints, feed, cursor, couriers, time);
        lane.start();
        return lane;
    }

    /// Tells one event that says nothing, once.
    public Courier.Answer test(Endpoint endpoint) throws InterruptedException {
        return couriers.deliver(endpoint, new TestEvent(endpoint, time.now()));
    }

    /// What waits, what was given up, and what was last delivered, newest first.
    public List<Parcel> deliveries(WebhookId webhook) {
        Map<Object, Parcel> all = new HashMap<>();
        endpoints.parcelsOf(webhook).forEach(parcel -> all.put(parcel.id(), parcel));
        Optional.ofNullable(lanes.get(webhook)).map(Lane::recent).stream()
                .flatMap(recent ->
                        Stream.concat(recent.current().stream(), recent.delivered().stream()))
                .forEach(parcel -> all.put(parcel.id(), parcel));
        List<Parcel> sorted = new ArrayList<>(all.values());
        sorted.sort((a, b) -> b.id().compareTo(a.id()));
        return sorted;
    }

    /// Lines of the log each endpoint has still to go through, whether they are for it or not.
    public Map<WebhookId, Long> behind() {
        long end = feed.end();
        Map<WebhookId, Long> behind = new HashMap<>();
        lanes.forEach((id, lane) -> behind.put(id, Math.max(0, end - lane.position())));
        return behind;
    }

    /// Deliveries given up and kept, of each endpoint.
    public Map<WebhookId, Long> givenUp() {
        Map<WebhookId, Long> dead = new HashMap<>();
        lanes.keySet().forEach(id -> dead.put(id, endpoints.givenUp(id)));
        return dead;
    }

    /// Tells an endpoint everything again that happened at `since` or later, in order.
    public void replay(WebhookId webhook, Instant since) {
        Lane lane = lanes.get(webhook);
        if (lane != null) {
            lane.rewind(feed.before(since));
        }
    }

    /// Tells single events again, before what is next in order.
    public Parcel replay(Endpoint endpoint, List<EventId> events) {
        Parcel parcel = endpoints.parcel(endpoint.id(), events);
        endpoints.keep(parcel);
        Lane lane = lanes.get(endpoint.id());
        if (lane != null) {
            lane.changed(endpoint);
        }
        return parcel;
    }

    /// One who is told what comes after `from`; must be closed.
    public Follower follow(long from, EventFilter filter) {
        Follower follower = new Follower(feed, from, filter, time, followers::remove);
        followers.add(follower);
        if (closed) {
            follower.end();
        }
        return follower;
    }

    /// Ends all who follow: their connections would keep the server from stopping.
    public void endFollowers() {
        closed = true;
        followers.forEach(Follower::end);
    }

    /// Ends every lane; what was not taken is told after the next start.
    @Override
    public void close() {
        started = false;
        List<Lane> ending = List.copyOf(lanes.values());
        ending.forEach(Lane::close);
        try {
            long deadline = time.nanos() + GRACE.toNanos();
            for (Lane lane : ending) {
                lane.awaitEnd(Duration.ofNanos(deadline - time.nanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lanes.clear();
        couriers.close();
    }
}
