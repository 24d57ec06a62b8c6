package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.channel.ConnectionType;
import io.posthorn.message.Address;
import io.posthorn.message.Change;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.ConsentRules;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Quota;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.message.State;
import io.posthorn.pool.Allowance;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Membership;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Seat;
import io.posthorn.pool.Standing;
import io.posthorn.store.Backlog;
import io.posthorn.store.Batch;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that sends: a link per connection, a line per sender, a dispatcher per queue; kept in
/// step with the inventory while messages flow.
public final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final Duration GRACE =
            Duration.ofSeconds(5); // for outcomes on their way to the store

    private final Store store;
    private final Inventory inventory;
    private final Origins origins;
    private final List<ConnectionType> types;
    private final Metrics metrics;
    private final Time time;
    private final SuppressionList suppressed;
    private final Ledger ledger;
    private final Receipts receipts;
    private final InboundMessages inbound;

    private final Map<ConnectionId, Link> links = new ConcurrentHashMap<>();
    private final Map<SenderId, SenderLine> lines = new ConcurrentHashMap<>();
    private final Map<Long, Dispatcher> dispatchers = new ConcurrentHashMap<>();
    private final HealthWatch health;
    private final Watchdog watchdog;
    private final Revocations revocations = new Revocations(this::link);
    private final Prechecks prechecks;
    private volatile boolean started;

    public Delivery(
            Store store,
            Inventory inventory,
            Origins origins,
            ConsentRules consent,
            List<ConnectionType> types,
            Ids ids,
            Metrics metrics,
            Time time) {
        this.store = store;
        this.inventory = inventory;
        this.origins = origins;
        this.types = types;
        this.metrics = metrics;
        this.time = time;
        this.suppressed = new SuppressionList(store, inventory, ids);
        this.ledger =
                new Ledger(
                        store,
                        origins::policy,
                        suppressed,
                        this::ready,
                        new Bookkeeping(inventory, origins, store)::complete,
                        this::changed,
                        metrics,
                        time);
        this.health =
                new HealthWatch(
                        this::standing,
                        this::senders,
                        sender -> inventory.snapshot().sender(sender),
                        ledger::note,
                        this::lookAgain);
        this.receipts = new Receipts(store, ledger, metrics, time);
        this.prechecks =
                new Prechecks(origins, inventory, sender -> link(sender.connection()), time);
        this.watchdog = new Watchdog(this::pools, store::backlog, time);
        var replies = new AutoReplies(consent, inventory, new Planner(origins), ledger, ids);
        this.inbound =
                new InboundMessages(
                        inventory, suppressed, replies, store, ledger, ids, metrics, time);
    }

    public Ledger ledger() {
        return ledger;
    }

    public SuppressionList suppressed() {
        return suppressed;
    }

    /// Opens every connection and takes up every queue where the last process left it. The ledger
    /// has been started before.
    public void start() {
        suppressed.load();
        receipts.start();
        started = true;
        inventory.onChange(this::refresh);
        refresh();
        for (Backlog backlog : store.backlog()) {
            ready(backlog.queue());
        }
        watchdog.start();
        prechecks.start();
    }

    /// A request was accepted; returns at once.
    public void accepted(Batch.Submission submission) {
        prechecks.accepted(submission);
    }

    /// Stops claiming, waits for what is in flight, disconnects; what was not sent stays in its
    /// queue.
    @Override
    public void close() {
        started = false;
        watchdog.close();
        prechecks.close();
        dispatchers.values().forEach(Dispatcher::close);
        List<SenderLine> ending = List.copyOf(lines.values());
        closeAll(ending);
        closeAll(links.values());
        awaitSettled(ending);
        ledger.close();
    }

    public Optional<Link> link(ConnectionId connection) {
        return Optional.ofNullable(links.get(connection));
    }

    public List<Link> links() {
        return List.copyOf(links.values());
    }

    /// What limits a sender and is known of it.
    public Optional<Standing> standing(SenderId sender) {
        return Optional.ofNullable(lines.get(sender)).map(SenderLine::standing);
    }

    /// The worst health a sender has in a pool by its receipts; empty while no pool uses it.
    public Optional<Pool.Health> health(SenderId sender) {
        return dispatchers.values().stream()
                .flatMap(dispatcher -> dispatcher.pool().health(sender).stream())
                .min(Comparator.comparingDouble(Pool.Health::score));
    }

    /// What would be decided about a queued message now; empty while nobody serves its queue.
    Optional<Choice> explain(Message message) {
        long queue = message.plan().operation().origin().queue();
        return Optional.ofNullable(dispatchers.get(queue)).map(each -> each.explain(message));
    }

    /// The sender a recipient keeps in a pool by hash, of those that may send to him now.
    Optional<SenderId> owner(PoolId pool, Channel channel, Address to) {
        return started
                ? dispatcher(pool.value()).flatMap(each -> each.owner(channel, to))
                : Optional.empty();
    }

    private Map<Long, Pool> pools() {
        Map<Long, Pool> pools = new HashMap<>();
        dispatchers.forEach((queue, dispatcher) -> pools.put(queue, dispatcher.pool()));
        return pools;
    }

    /// How long each queue has stood still although it need not; by queue.
    Map<Long, Duration> standstills() {
        return watchdog.standstills();
    }

    public int unmatchedReceipts() {
        return receipts.unmatched();
    }

    /// What a pool would do, by its members and rules of this moment.
    public Forecast forecast(ForecastRequest request) {
        var origin = new Origin.FromPool(request.pool());
        return new Foresight(
                        request,
                        origins.members(origin),
                        inventory.snapshot(),
                        origins.policy(origin),
                        time.now())
                .run();
    }

    private void changed(Change change) {
        health.of(change);
        if (change.after().state() instanceof State.Revoking) {
            revocations.begin(change.after());
        }
    }

    private List<SenderId> senders(ConnectionId connection) {
        return lines.values().stream()
                .map(SenderLine::sender)
                .filter(sender -> sender.connection().equals(connection))
                .map(Sender::id)
                .toList();
    }

    private void ready(long queue) {
        if (started) {
            dispatcher(queue).ifPresent(Dispatcher::wake);
        }
    }

    private Optional<Dispatcher> dispatcher(long queue) {
        Dispatcher known = dispatchers.get(queue);
        return known != null ? Optional.of(known) : origins.ofQueue(queue).map(this::dispatcher);
    }

    private Dispatcher dispatcher(Origin origin) {
        return dispatchers.computeIfAbsent(
                origin.queue(),
                queue -> {
                    var dispatcher =
                            new Dispatcher(
                                    queue,
                                    new Pool(),
                                    () -> origins.policy(origin),
                                    store,
                                    ledger,
                                    this::line,
                                    health,
                                    time);
                    seat(origin, dispatcher.pool());
                    dispatcher.start();
                    return dispatcher;
                });
    }

    private Optional<SenderLine> line(SenderId sender) {
        return Optional.ofNullable(lines.get(sender));
    }

    /// Brings links, lines and pools in step with the inventory; what did not change is left alone.
    private synchronized void refresh() {
        if (!started) {
            return;
        }
        refreshLinks();
        refreshLines();
        for (long queue : List.copyOf(dispatchers.keySet())) {
            refreshPool(queue);
        }
        store.backlog().forEach(b -> ready(b.queue()));
    }

    private void refreshLinks() {
        Map<ConnectionId, Connection> wanted = new HashMap<>();
        inventory.snapshot().connections().forEach(c -> wanted.put(c.id(), c));
        for (Link link : links()) {
            Connection now = wanted.get(link.connection().id());
            if (now == null || !sameWire(now, link.connection())) {
                closeLines(link);
                links.remove(link.connection().id());
                link.close();
            }
        }
        wanted.values().forEach(c -> links.computeIfAbsent(c.id(), _ -> open(c)));
    }

    private static boolean sameWire(Connection a, Connection b) {
        return a.type().equals(b.type())
                && a.settings().equals(b.settings())
                && a.throughput().equals(b.throughput());
    }

    private Link open(Connection connection) {
        ConnectionType type =
                types.stream()
                        .filter(t -> t.name().equals(connection.type()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "no connection type " + connection.type()));
        return new Link(connection, type, receipts, inbound, this::lookAgain, time);
    }

    private void closeLines(Link link) {
        for (SenderLine line : List.copyOf(lines.values())) {
            if (line.link() == link) {
                lines.remove(line.sender().id());
                line.close();
            }
        }
    }

    private void refreshLines() {
        Map<SenderId, Sender> wanted = new HashMap<>();
        inventory.snapshot().senders().forEach(s -> wanted.put(s.id(), s));
        for (SenderLine line : List.copyOf(lines.values())) {
            Sender now = wanted.get(line.sender().id());
            if (now == null || !samePace(now, line.sender())) {
                lines.remove(line.sender().id());
                line.close();
            }
        }
        wanted.values().forEach(s -> lines.computeIfAbsent(s.id(), _ -> begin(s)));
    }

    private static boolean samePace(Sender a, Sender b) {
        return a.throughput() == b.throughput()
                && a.burst().equals(b.burst())
                && a.limits().equals(b.limits())
                && a.connection().equals(b.connection());
    }

    private @Nullable SenderLine begin(Sender sender) {
        Link link = links.get(sender.connection());
        if (link == null) {
            LOG.warn("sender={} has no connection; it cannot send", sender.id());
            return null;
        }
        var line =
                new SenderLine(
                        sender, begun(sender), link, ledger, receipts, metrics, health, time);
        line.start();
        return line;
    }

    /// What is known of a sender that begins to send: what it has used of its quotas.
    private Standing begun(Sender sender) {
        var standing = new Standing(sender);
        Instant now = time.now();
        for (Quota.Period period : Quota.Period.values()) {
            if (sender.limits().all().stream().anyMatch(q -> q.period() == period)) {
                String day = Allowance.period(period, sender.limits(), now).toString();
                store.usage(sender.id(), period, day)
                        .forEach(usage -> standing.allowance().used(usage, now));
            }
        }
        return standing;
    }

    private void refreshPool(long queue) {
        Optional<Origin> origin = origins.ofQueue(queue);
        Dispatcher dispatcher = dispatchers.get(queue);
        if (dispatcher != null) {
            origin.ifPresentOrElse(
                    o -> seat(o, dispatcher.pool()),
                    () -> dispatcher.pool().seat(List.of(), Policy.DEFAULT.choosing()));
            dispatcher.lookAgain();
        }
    }

    private void seat(Origin origin, Pool pool) {
        List<Seat> seats = new ArrayList<>();
        for (Member member : origins.members(origin)) {
            Optional<Sender> sender = inventory.snapshot().sender(member.sender());
            line(member.sender())
                    .ifPresent(line ->
                            sender.ifPresent(s ->
                                    seats.add(
                                            new Seat(
                                                    Membership.of(s, member),
                                                    line.standing(),
                                                    line.link()))));
        }
        pool.seat(seats, origins.policy(origin).choosing());
    }

    private void lookAgain() {
        dispatchers.values().forEach(Dispatcher::lookAgain);
    }

    private static void awaitSettled(List<SenderLine> lines) {
        try {
            for (SenderLine line : lines) {
                line.awaitSettled(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(Collection<? extends AutoCloseable> open) {
        for (AutoCloseable each : List.copyOf(open)) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.error("could not close {} in order", each, e);
            }
        }
    }
}
