package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.Channels;
import io.posthorn.channel.Inbox;
import io.posthorn.delivery.Delivery;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Forecast;
import io.posthorn.delivery.ForecastRequest;
import io.posthorn.delivery.Intake;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Ledger;
import io.posthorn.delivery.Metrics;
import io.posthorn.delivery.Origins;
import io.posthorn.delivery.Planner;
import io.posthorn.event.AddressGuard;
import io.posthorn.event.Couriers;
import io.posthorn.event.Endpoints;
import io.posthorn.event.Feed;
import io.posthorn.event.Lanes;
import io.posthorn.message.ConsentRules;
import io.posthorn.message.Ids;
import io.posthorn.store.SimStore;
import io.posthorn.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API on a real port over a store in memory; messages are accepted and never sent.
final class RunningApi implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final Account ACCOUNT =
            new Account(
                    "AC00000000000000000000000000000001",
                    "token-1",
                    Map.of("SK00000000000000000000000000000001", "secret-1"),
                    1);
    static final Account OTHER =
            new Account("AC00000000000000000000000000000002", "token-2", Map.of(), 2);

    /// Every name leads to the same public address.
    private static final AddressGuard GUARD =
            new AddressGuard(
                    AddressGuard.Reach.PUBLIC,
                    host ->
                            InetAddress.getAllByName(
                                    host.matches("[a-z.-]*[a-z]") ? "93.184.216.34" : host));

    final Store store;
    final Inventory inventory;
    final Ids ids;
    final Lanes lanes;
    private final Ledger ledger;
    private final HttpPort port;
    private final Routes routes;
    private final String basePath;
    private @Nullable Contract contract;
    private final HttpClient client = HttpClient.newHttpClient();

    /// What a test may want otherwise.
    record Options(Store store, String basePath, int requestsPerSecond, long maxBody, Time time) {

        static Options usual() {
            return new Options(new SimStore(), "", 0, 10_000_000, Time.system());
        }
    }

    RunningApi() {
        this(Options.usual());
    }

    RunningApi(Options options) {
        this(options, routes -> routes);
    }

    /// @param more adds routes
    RunningApi(Options options, UnaryOperator<Routes> more) {
        store = options.store;
        Time time = options.time;
        ids = new Ids(store.lastId());
        inventory = new Inventory(store, ids, time);
        Origins origins = new Origins(inventory, Map.of(1L, ACCOUNT.sid(), 2L, OTHER.sid()));
        Metrics metrics = new Metrics();
        Delivery delivery =
                new Delivery(
                        store,
                        inventory,
                        origins,
                        ConsentRules.DEFAULT,
                        List.of(),
                        ids,
                        metrics,
                        time);
        ledger = delivery.ledger();
        Intake intake = new Intake(new Planner(origins), store, ledger, ids, metrics, time);
        Couriers courier = new Couriers(GUARD, Map.of(), time);
        lanes = new Lanes(store, new Endpoints(store, ids, time), new Feed(store), courier, time);
        Parts parts =
                new Parts(
                        inventory,
                        intake,
                        new Explainer(delivery, inventory, origins, store, time),
                        delivery.suppressed(),
                        ledger,
                        store,
                        Stream.concat(
                                        Stream.of(new PaperCarrier(), new LetterCarrier()),
                                        Channels.all(time).stream())
                                .toList(),
                        lanes,
                        GUARD,
                        _ ->
                                new ConnectionStates.Report(
                                        Inbox.State.DISCONNECTED, "never opened", Instant.EPOCH),
                        (_, _) -> Optional.empty(),
                        _ -> new Health(Health.State.HEALTHY, 1, "", Instant.EPOCH),
                        Optional::empty,
                        () -> "posthorn_up 1\n",
                        time::now);
        Api.Settings settings =
                new Api.Settings(
                        () -> URI.create(url(options.basePath)),
                        List.of(ACCOUNT, OTHER),
                        options.requestsPerSecond);
        basePath = options.basePath.replaceAll("/$", "");
        Forecasts forecasts = new Forecasts(parts, RunningApi::forecast);
        routes = more.apply(new Routes(parts, settings.publicUrl()).with(forecasts));
        Api api = new Api(settings, routes, time::nanos, (_, _, _, _) -> {});
        port =
                new HttpPort(
                        new HttpPort.Settings(
                                "localhost", 0, options.maxBody, Duration.ofSeconds(1)),
                        api);
        ledger.start();
        port.start();
    }

    /// Every recipient at once, by nobody in particular.
    private static Forecast forecast(ForecastRequest request) {
        Duration drain = Duration.ofMillis(100L * request.count());
        return new Forecast(
                List.of(),
                drain,
                new Forecast.Waits(drain.dividedBy(2), drain, drain, drain),
                request.outages().size(),
                0,
                0);
    }

    String url(String path) {
        return "http://localhost:" + port.port() + path;
    }

    int port() {
        return port.port();
    }

    /// An answer as a client has it.
    record Answer(int status, Map<String, List<String>> headers, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst();
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, String json) {
        return send("POST", path, json);
    }

    Answer patch(String path, String json) {
        return send("PATCH", path, json);
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    /// As [#ACCOUNT], with a JSON body when it is not empty.
    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                request(method, path, body).header("Authorization", basic(ACCOUNT));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            Answer answer =
                    new Answer(response.statusCode(), response.headers().map(), response.body());
            checkAgainstContract(response.request(), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Every answer in every test keeps what `openapi.json` promises.
    private void checkAgainstContract(HttpRequest request, Answer answer) {
        String sent = request.uri().getPath();
        String path = sent.startsWith(basePath) ? sent.substring(basePath.length()) : sent;
        assertThat(contract().complaints(request.method(), path, answer))
                .as("%s %s: %s", request.method(), path, answer.text())
                .isEmpty();
    }

    Routes routes() {
        return routes;
    }

    Contract contract() {
        Contract known = contract;
        if (known == null) {
            known = new Contract(OpenApi.document(routes.all(), ""));
            contract = known;
        }
        return known;
    }

    static String basic(Account account) {
        return basic(account.sid(), account.authToken());
    }

    static String basic(String user, String secret) {
        byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// The id of a new connection.
    String connection() {
        Answer made =
                post(
                        "/v1/Connections",
                        """
                        {"name": "paper %s", "type": "PAPER",
                         "settings": {"host": "localhost", "password": "pw"}}\
                        """
                                .formatted(ids.next(Instant.now())));
        return made.json().get("id").asString();
    }

    /// The id of a new connection that carries emails and notifications.
    String letters() {
        return post(
                        "/v1/Connections",
                        "{\"name\": \"letters\", \"type\": \"LETTER\", \"settings\": {}}")
                .json()
                .get("id")
                .asString();
    }

    /// The id of a new sender.
    String sender(String address, String connection) {
        return sender(address, "SMS", connection);
    }

    /// The id of a new sender.
    String sender(String address, String channel, String connection) {
        Answer made =
                post(
                        "/v1/Senders",
                        """
                        {"address": "%s", "channel": "%s", "connectionId": "%s"}\
                        """
                                .formatted(address, channel, connection));
        return made.json().get("id").asString();
    }

    /// The id of a new pool of these senders.
    String pool(String... senders) {
        List<Map<String, String>> members =
                List.of(senders).stream().map(id -> Map.of("senderId", id)).toList();
        Answer made =
                post(
                        "/v1/SenderPools",
                        JSON.writeValueAsString(Map.of("name", "pool", "senders", members)));
        return get("/v1/SenderPools?operationId=" + made.json().get("operationId").asString())
                .json()
                .get("senderPools")
                .get(0)
                .get("id")
                .asString();
    }

    @Override
    public void close() {
        lanes.endFollowers();
        port.close();
        ledger.close();
        lanes.close();
        client.close();
    }
}
