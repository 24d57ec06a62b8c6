package io.posthorn;

import io.posthorn.api.Account;
import io.posthorn.api.Api;
import io.posthorn.api.ConnectionStates;
import io.posthorn.api.Forecasts;
import io.posthorn.api.HttpPort;
import io.posthorn.api.Parts;
import io.posthorn.api.Routes;
import io.posthorn.api.Simulator;
import io.posthorn.channel.Callback;
import io.posthorn.channel.Channels;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.delivery.Delivery;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Gauges;
import io.posthorn.delivery.Intake;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Link;
import io.posthorn.delivery.Metrics;
import io.posthorn.delivery.Origins;
import io.posthorn.delivery.Planner;
import io.posthorn.delivery.Settler;
import io.posthorn.event.AddressGuard;
import io.posthorn.event.Couriers;
import io.posthorn.event.Endpoints;
import io.posthorn.event.Feed;
import io.posthorn.event.Lanes;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Ids;
import io.posthorn.store.Store;
import io.posthorn.store.StoreUnavailable;
import io.posthorn.store.sqlite.SqliteStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Every long-lived object, in the order they start; closed in reverse.
public final class Server implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10); // for requests in progress
    private static final int PHONE_MEMORY = 10_000; // messages the simulated phones remember

    private final AdjustableTime time;
    private final Instant started;
    private final Store store;
    private final Inventory inventory;
    private final Delivery delivery;
    private final Settler settler;
    private final Lanes webhooks;
    private final Intake intake;
    private final List<Account> accounts;
    private final HttpPort http;
    private final Optional<Carriers> simulator;
    private volatile boolean ready;

    public Server(Config config, AdjustableTime time) {
        this.time = time;
        this.started = time.now();
        this.accounts = config.accounts();
        List<ConnectionType> channels = Channels.all(time);
        Metrics metrics = new Metrics();
        this.store = SqliteStore.open(Path.of(config.store().substring("sqlite:".length())));
        Ids ids = new Ids(store.lastId());
        this.inventory = new Inventory(store, ids, time);
        Origins origins = new Origins(inventory, queues(config));
        this.delivery =
                new Delivery(
                        store, inventory, origins, config.consent(), channels, ids, metrics, time);
        AddressGuard guard = new AddressGuard(config.webhooks());
        this.webhooks = webhooks(config, guard, ids);
        delivery.ledger().onCommit(webhooks::wake);
        this.settler = new Settler(store, delivery.ledger(), config.retention(), time);
        this.intake =
                new Intake(new Planner(origins), store, delivery.ledger(), ids, metrics, time);
        intake.onAccepted(delivery::accepted);
        new Gauges(store, delivery, time).register(metrics);
        watchEndpoints(metrics);
        this.simulator = config.simulator() ? Optional.of(simulator(time)) : Optional.empty();
        Parts parts =
                new Parts(
                        inventory,
                        intake,
                        new Explainer(delivery, inventory, origins, store, time),
                        delivery.suppressed(),
                        delivery.ledger(),
                        store,
                        channels,
                        webhooks,
                        guard,
                        this::state,
                        this::called,
                        new SenderHealth(inventory, delivery, time),
                        this::notReady,
                        metrics::text,
                        time::now);
        this.http = http(config, parts, metrics);
    }

    private HttpPort http(Config config, Parts parts, Metrics metrics) {
        String scheme = config.http().tls().isPresent() ? "https" : "http";
        Supplier<URI> publicUrl = () -> config.http().publicUrl().orElseGet(() -> local(scheme));
        var settings =
                new Api.Settings(publicUrl, config.accounts(), config.limits().requestsPerSecond());
        Routes routes = new Routes(parts, publicUrl);
        routes.with(new Forecasts(parts, delivery::forecast));
        simulator.ifPresent(carriers -> routes.with(new Simulator(carriers, time::advance)));
        var api = new Api(settings, routes, time::nanos, metrics::answered);
        return new HttpPort(
                new HttpPort.Settings(
                        config.http().host(),
                        config.http().port(),
                        config.limits().bodyBytes(),
                        GRACE,
                        config.http()
                                .tls()
                                .map(tls ->
                                        new HttpPort.Certificate(tls.certificate(), tls.key()))),
                api);
    }

    private Lanes webhooks(Config config, AddressGuard guard, Ids ids) {
        Map<String, String> tokens =
                config.accounts().stream()
                        .collect(Collectors.toMap(Account::sid, Account::authToken));
        return new Lanes(
                store,
                new Endpoints(store, ids, time),
                new Feed(store),
                new Couriers(guard, tokens, time),
                time);
    }

    private void watchEndpoints(Metrics metrics) {
        metrics.gauge(
                "posthorn_endpoint_behind_events",
                "Lines of the event log an endpoint has still to go through",
                gauge -> webhooks.behind().forEach((id, n) -> gauge.call(n, id.toString())),
                "endpoint");
        metrics.gauge(
                "posthorn_endpoint_given_up",
                "Deliveries to an endpoint that were given up and wait to be replayed",
                gauge -> webhooks.givenUp().forEach((id, n) -> gauge.call(n, id.toString())),
                "endpoint");
    }

    private static Map<Long, String> queues(Config config) {
        return config.accounts().stream().collect(Collectors.toMap(Account::number, Account::sid));
    }

    private static Carriers simulator(Time time) {
        var settings = Smsc.Settings.DEFAULT;
        var phones = new Phones(PHONE_MEMORY, time);
        return Carriers.beside(new Smsc(Behavior.DEFAULT, settings, phones, time));
    }

    public Inventory inventory() {
        return inventory;
    }

    /// Where the API listens, once started.
    public int port() {
        return http.port();
    }

    /// Where the simulated carriers are.
    ///
    /// @param smpp a port of this machine
    /// @param mail likewise
    /// @param account the key file for `rcs`
    /// @param fcm what a connection to it is told
    /// @param apns the same for Apple's, as the app `Demo.TOPIC`
    public record Simulated(
            int smpp,
            URI whatsapp,
            URI rcs,
            String account,
            int mail,
            Map<String, String> fcm,
            Map<String, String> apns) {

        @Override
        public String toString() {
            return "Simulated["
                    + smpp
                    + ", "
                    + whatsapp
                    + ", "
                    + rcs
                    + ", "
                    + mail
                    + "]"; // a key is secret
        }
    }

    /// Starts the simulated carriers, where there are some.
    public Optional<Simulated> startSimulator() {
        simulator.ifPresent(Carriers::start);
        return simulator.map(carriers ->
                new Simulated(
                        carriers.smsc().port(),
                        carriers.whatsapp().baseUrl(),
                        carriers.rcs().baseUrl(),
                        carriers.rcs().serviceAccountJson(),
                        carriers.mail().port(),
                        carriers.fcm().settings(),
                        carriers.apns().settings(Demo.TOPIC)));
    }

    /// From now on the simulated WhatsApp calls `connection`, signing with `secret`; the server has
    /// been started.
    public void letWhatsappCall(ConnectionId connection, String secret) {
        simulator.ifPresent(c -> c.whatsapp().callback(callback(connection), secret));
    }

    /// As `letWhatsappCall`, for the simulated RCS.
    public void letRcsCall(ConnectionId connection, String secret) {
        simulator.ifPresent(c -> c.rcs().callback(callback(connection), secret));
    }

    /// As `letWhatsappCall`, for reports and replies of the simulated mail server; from now on
    /// emails have a link to unsubscribe.
    public void letMailCall(ConnectionId connection, String secret) {
        simulator.ifPresent(c -> c.mail().callback(callback(connection), secret));
        inventory.updateConnection(
                connection,
                (old, now) -> old.with("callbackUrl", callback(old.id()).toString(), now));
    }

    private URI callback(ConnectionId connection) {
        return local("http").resolve("/v1/Callbacks/" + connection);
    }

    public void start() throws InterruptedException {
        startSimulator();
        delivery.ledger().start();
        for (Account account : accounts) {
            intake.resumeCancellations(account.sid());
        }
        delivery.start();
        settler.start();
        webhooks.start();
        http.start();
        ready = true;
    }

    /// Refuses new requests, lets what is in flight end, then closes everything.
    @Override
    public void close() {
        ready = false;
        webhooks.endFollowers();
        http.close();
        settler.close();
        delivery.close();
        webhooks.close();
        simulator.ifPresent(Carriers::close);
        store.close();
    }

    private URI local(String scheme) {
        return URI.create(scheme + "://localhost:" + http.port());
    }

    /// Why requests cannot be served now.
    private Optional<String> notReady() {
        if (!ready) {
            return Optional.of("starting or stopping");
        }
        try {
            store.check();
            return Optional.empty();
        } catch (StoreUnavailable e) {
            return Optional.of("the store cannot be written: " + e.getMessage());
        }
    }

    private ConnectionStates.Report state(ConnectionId connection) {
        return delivery.link(connection)
                .map(Link::status)
                .map(s -> new ConnectionStates.Report(s.state(), s.reason(), s.since()))
                .orElse(new ConnectionStates.Report(Inbox.State.DISCONNECTED, "", started));
    }

    private Optional<Callback.Answer> called(ConnectionId connection, Callback call)
            throws InterruptedException {
        Optional<Link> link = delivery.link(connection);
        return link.isPresent() ? link.get().called(call) : Optional.empty();
    }
}
