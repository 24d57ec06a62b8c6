package io.posthorn;

import io.posthorn.api.Account;
import io.posthorn.channel.Channels;
import io.posthorn.channel.ConnectionType;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Inventory.NewMember;
import io.posthorn.event.AddressGuard;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.ConsentRules;
import io.posthorn.message.Policy;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// `posthorn dev`: the whole product on one machine, carriers included, with a demo account and
/// pool.
final class Dev implements AutoCloseable {

    /// The demo account. No secret: `dev` listens on loopback only.
    static final Account ACCOUNT =
            new Account(
                    "ACde300000000000000000000000000de3",
                    "demo_auth_token_0000000000000000",
                    Map.of(),
                    ConfigFile.numberOf("ACde300000000000000000000000000de3"));

    private static final String CONNECTION = "simulator";
    private static final String POOL = "demo";
    private static final String INBOX = "/v1/Simulator/Inbox?to=%2B14155550123&wait=5s";
    private static final List<String> NUMBERS =
            List.of("+12065550101", "+12065550102", "+12065550103");
    private static final double THROUGHPUT =
            10; // segments per second: slow enough to watch, fast enough not to wait

    private final Server server;

    Dev(Path data, int port) {
        var config =
                new Config(
                        new Config.Http("localhost", port, Optional.empty(), Optional.empty()),
                        "sqlite:" + data.resolve("posthorn.db"),
                        List.of(ACCOUNT),
                        "dev",
                        new Config.Limits(10 << 20, 0),
                        Duration.ofDays(7),
                        ConsentRules.DEFAULT,
                        true,
                        AddressGuard.Reach.PUBLIC_AND_LOOPBACK);
        this.server = new Server(config, new AdjustableTime(InstantSource.system()));
    }

    /// Removes what an earlier run left.
    static void empty(Path data) throws IOException {
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    void start() throws InterruptedException {
        furnish(server.inventory(), server.startSimulator().orElseThrow());
        server.start();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    /// What a new user finds: a connection to the simulator, three senders, a pool. Only what is
    /// missing is made.
    private static void furnish(Inventory inventory, int port) {
        Map<String, String> settings =
                Map.of(
                        "host", "127.0.0.1",
                        "port", Integer.toString(port),
                        "systemId", "demo",
                        "password", "demo");
        Connection connection = connection(inventory, smpp().complete(settings));
        List<SenderId> senders =
                NUMBERS.stream().map(n -> sender(inventory, connection.id(), n)).toList();
        boolean pooled =
                inventory.snapshot().pools(ACCOUNT.sid()).stream()
                        .anyMatch(p -> p.name().equals(POOL));
        if (!pooled) {
            inventory.addPool(
                    new Inventory.NewPool(
                            ACCOUNT.sid(),
                            Optional.of(POOL),
                            Map.of(),
                            Policy.DEFAULT,
                            senders.stream().map(Dev::member).toList()));
        }
    }

    private static ConnectionType smpp() {
        return Channels.all(Time.system()).stream()
                .filter(type -> type.name().equals("SMPP"))
                .findFirst()
                .orElseThrow();
    }

    private static Connection connection(Inventory inventory, Map<String, String> settings) {
        return inventory.snapshot().connections(ACCOUNT.sid()).stream()
                .filter(c -> c.name().equals(CONNECTION))
                .findFirst()
                .map(c ->
                        inventory.updateConnection(
                                c.id(), (old, now) -> made(old.id(), settings, now)))
                .orElseGet(() -> inventory.addConnection((id, now) -> made(id, settings, now)));
    }

    private static Connection made(ConnectionId id, Map<String, String> settings, Instant now) {
        return new Connection(
                id, ACCOUNT.sid(), CONNECTION, "SMPP", settings, OptionalDouble.empty(), now, now);
    }

    private static SenderId sender(Inventory inventory, ConnectionId connection, String number) {
        return inventory
                .snapshot()
                .sender(ACCOUNT.sid(), number, Channel.SMS)
                .map(Sender::id)
                .orElseGet(() ->
                        inventory.addSender((id, now) -> made(id, connection, number, now)).id());
    }

    private static Sender made(SenderId id, ConnectionId connection, String number, Instant now) {
        return new Sender(
                id,
                ACCOUNT.sid(),
                number,
                Channel.SMS,
                connection,
                Optional.of("Demo " + number.substring(number.length() - 3)),
                Map.of(),
                Sender.Status.ACTIVATED,
                THROUGHPUT,
                OptionalInt.empty(),
                Sender.Limits.NONE,
                Set.of(),
                Sender.Kind.LONG_CODE,
                now,
                now);
    }

    private static NewMember member(SenderId sender) {
        return new NewMember(
                Optional.of(sender),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    /// What a new user does first: sends a message through the demo pool and looks into the inbox.
    void sendOne() throws IOException, InterruptedException {
        ask("POST", "/v1/Messages", body());
        ask("GET", INBOX, "");
        ask("GET", "/v1/Messages", "");
    }

    private void ask(String method, String path, String body)
            throws IOException, InterruptedException {
        byte[] login = (ACCOUNT.sid() + ":" + ACCOUNT.authToken()).getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .header("Content-Type", "application/json")
                            .header(
                                    "Authorization",
                                    "Basic " + Base64.getEncoder().encodeToString(login))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private String url() {
        return "http://localhost:" + port();
    }

    private String body() {
        return """
        {"from":{"senderPoolId":"%s"},"to":[{"address":"+14155550123","channel":"PHONE"}],\
        "content":{"text":"Hello from Posthorn"}}\
        """
                .formatted(pool());
    }

    private String pool() {
        return server.inventory().snapshot().pools(ACCOUNT.sid()).stream()
                .filter(p -> p.name().equals(POOL))
                .map(p -> p.id().toString())
                .findFirst()
                .orElseThrow();
    }

    /// What a new user reads first.
    String banner() {
        return """

          API        %1$s/v1
          Reference  %1$s/docs
          Metrics    %1$s/metrics

          export TWILIO_ACCOUNT_SID=%2$s TWILIO_AUTH_TOKEN=%3$s

          Send a message through the demo pool:

          curl -u %2$s:%3$s %1$s/v1/Messages -H 'Content-Type: application/json' -d '%4$s'

          See it arrive:

          curl -u %2$s:%3$s '%1$s%5$s'

        posthorn ready
        """
                .formatted(url(), ACCOUNT.sid(), ACCOUNT.authToken(), body(), INBOX);
    }
}
