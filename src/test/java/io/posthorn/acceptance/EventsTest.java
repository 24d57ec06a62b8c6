package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.twilio.security.RequestValidator;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.event.Receiver;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What users are told about their messages, from the request to the receiver.
@Timeout(180)
class EventsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MESSAGE = "com.twilio.comms-api.message.";

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private Receiver receiver;
    private String pool = "";

    @BeforeEach
    void start() throws Exception {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        receiver = new Receiver();
        String connection = client.connection("carrier", smsc);
        pool = client.pool("{}", List.of(client.sender("+12065550101", connection, 100)));
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.close();
        smsc.close();
    }

    private JsonNode webhook(String more) {
        return client.post("/v1/Webhooks", "{\"url\": \"" + receiver.url() + "\"" + more + "}")
                .expect(201)
                .json();
    }

    private void deliver(int messages) {
        String operation = client.send(pool, "Hello", Client.phones(1, messages));
        client.awaitCompleted(operation, SOON);
    }

    private static void until(Callable<Boolean> reached) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(reached);
    }

    private List<String> typesReceived() {
        return receiver.events().stream().map(event -> event.get("type").asString()).toList();
    }

    private List<JsonNode> events(String query) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page = client.get("/v1/Events?pageSize=3&" + query).expect(200).json();
        while (!page.get("events").isEmpty()) {
            page.get("events").forEach(all::add);
            String next = "&after=" + page.get("next").asString();
            page = client.get("/v1/Events?pageSize=3&" + query + next).expect(200).json();
        }
        return all;
    }

    @Test
    void an_endpoint_is_told_a_message_from_queue_to_receipt_and_can_verify_it() throws Exception {
        JsonNode made = webhook("");
        deliver(1);
        List<String> told =
                List.of(
                        "com.twilio.comms-api.operation.processing",
                        MESSAGE + "queued",
                        MESSAGE + "delivered",
                        "com.twilio.comms-api.operation.completed");
        until(() -> typesReceived().containsAll(told));

        assertThat(typesReceived()).containsSubsequence(told.subList(0, 3));
        Webhook verifier = new Webhook(made.get("secret").asString());
        for (Receiver.Request request : receiver.requests()) {
            verifier.verify(request.body(), HttpHeaders.of(request.headers(), (_, _) -> true));
            String url = receiver.url().replaceFirst("/hook.*", "") + request.uri();
            String signature = request.headers().getFirst("X-Twilio-Signature");
            assertThat(new RequestValidator(Client.TOKEN).validate(url, request.body(), signature))
                    .isTrue();
        }
        assertThat(events("")).isEqualTo(receiver.events());
    }

    @Test
    void a_webhook_is_made_shown_changed_and_deleted() {
        JsonNode made = webhook(", \"types\": [\"" + MESSAGE + "*\"], \"description\": \"d\"");
        String path = "/v1/Webhooks/" + made.get("id").asString();
        assertThat(made.get("secret").asString()).startsWith("whsec_");
        JsonNode shown = client.get(path).expect(200).json();
        assertThat(shown.get("secret").asString()).isEqualTo("********");
        assertThat(shown.get("types").get(0).asString()).isEqualTo(MESSAGE + "*");
        JsonNode changed =
                client.patch(
                                path,
                                "{\"types\": [\""
                                        + MESSAGE
                                        + "delivered\"], \"description\": null}")
                        .expect(200)
                        .json();
        assertThat(changed.get("description").isNull()).isTrue();
        assertThat(client.get("/preview/Webhooks").expect(200).json().get("webhooks")).hasSize(1);

        deliver(2);
        until(() -> typesReceived().size() == 2);
        assertThat(typesReceived()).containsOnly(MESSAGE + "delivered");

        client.delete(path).expect(204);
        client.get(path).expect(404);
        assertThat(client.get("/v1/Webhooks").json().get("webhooks")).isEmpty();
    }

    @Test
    void a_test_a_failure_and_a_replay_are_visible() {
        JsonNode made = webhook("");
        String path = "/v1/Webhooks/" + made.get("id").asString();
        JsonNode test = client.post(path + "/Test", "").expect(200).json();
        assertThat(test.get("delivered").asBoolean()).isTrue();
        receiver.answers(() -> 500);
        deliver(1);
        until(() ->
                !client.get(path + "/Deliveries?status=PENDING")
                        .json()
                        .get("deliveries")
                        .isEmpty());
        JsonNode waiting =
                client.get(path + "/Deliveries?status=PENDING").json().at("/deliveries/0");
        assertThat(waiting.get("statusCode").asInt()).isEqualTo(500);
        assertThat(waiting.get("error").asString()).isEqualTo("answered 500");
        receiver.answers(() -> 200);
        List<JsonNode> all = events("");
        String first = all.getFirst().get("id").asString();
        client.post(path + "/Replay", "{\"eventIds\": [\"" + first + "\"]}").expect(202);
        until(() -> receiver.events().containsAll(all));
        int before = receiver.events().size();
        client.post(path + "/Replay", "{\"since\": \"2020-01-01T00:00:00Z\"}").expect(202);
        until(() -> receiver.events().size() >= before + all.size());
        client.post(path + "/Replay", "{\"eventIds\": [\"EZ%032x\"]}".formatted(1)).expect(404);
        assertThat(client.get(path + "/Deliveries").json().get("deliveries")).isNotEmpty();
    }

    @Test
    void what_must_not_be_asked_is_refused_when_it_is_saved() {
        for (String url :
                List.of(
                        "http://10.0.0.1/",
                        "http://169.254.169.254/latest",
                        "http://0x7f.1/",
                        "http://[::ffff:10.0.0.1]/",
                        "ftp://127.0.0.1/",
                        "http://u:p@127.0.0.1/")) {
            JsonNode answer =
                    client.post("/v1/Webhooks", "{\"url\": \"" + url + "\"}").expect(400).json();
            assertThat(answer.at("/errors/0/context").asString()).isEqualTo("$.url");
        }
    }

    @Test
    void events_are_listed_by_type_and_after_any_of_them() {
        deliver(3);
        List<JsonNode> all = events("");
        assertThat(all).hasSizeBetween(3 * 2 + 2, 3 * 3 + 2); // a receipt may overtake its answer
        assertThat(events("types=" + MESSAGE + "queued," + MESSAGE + "delivered")).hasSize(6);
        String fourth = all.get(3).get("id").asString();
        List<JsonNode> rest = new ArrayList<>();
        client.get("/v1/Events?pageSize=1000&after=" + fourth)
                .expect(200)
                .json()
                .get("events")
                .forEach(rest::add);
        assertThat(rest).isEqualTo(all.subList(4, all.size()));
        JsonNode last = client.get("/v1/Events?last=4").expect(200).json().get("events");
        assertThat(last.valueStream().toList()).isEqualTo(all.subList(all.size() - 4, all.size()));
        assertThat(client.get("/v1/Events?last=9999").json().get("events")).hasSize(all.size());
        client.get("/v1/Events?last=0").expect(400);
        client.get("/v1/Events?after=x").expect(400);
        client.get("/v1/Events?types=nothing").expect(400);
    }

    @Test
    void events_are_followed_live_and_again_after_the_last_one_seen() throws Exception {
        deliver(1);
        List<JsonNode> early = events("");
        String second = early.get(1).get("id").asString();
        try (Followed followed = new Followed(client, second)) {
            for (JsonNode event : early.subList(2, early.size())) {
                assertThat(followed.next()).isEqualTo(event);
            }
            deliver(1);
            List<JsonNode> all = events("");
            List<JsonNode> late = all.subList(early.size(), all.size());
            for (JsonNode event : late) {
                assertThat(followed.next()).isEqualTo(event);
            }
            server.advance(Duration.ofSeconds(20));
            followed.heartbeat();
        }
    }

    @Test
    void a_server_with_followers_stops_at_once() throws Exception {
        try (Followed followed = new Followed(client, "0")) {
            deliver(1);
            followed.next();
            long began = System.nanoTime();
            server.restart();
            client = server.client();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        }
    }

    /// One who reads `/v1/Events/Stream`.
    private static final class Followed implements AutoCloseable {

        private final HttpURLConnection connection;
        private final BufferedReader lines;

        Followed(Client client, String lastSeen) throws Exception {
            URI url = URI.create(client.url("/v1/Events/Stream"));
            connection = (HttpURLConnection) url.toURL().openConnection();
            String login = Client.SID + ":" + Client.TOKEN;
            connection.setRequestProperty(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(login.getBytes(StandardCharsets.UTF_8)));
            connection.setRequestProperty("Last-Event-ID", lastSeen);
            connection.setReadTimeout((int) SOON.toMillis());
            assertThat(connection.getContentType()).isEqualTo("text/event-stream");
            lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8));
        }

        JsonNode next() throws Exception {
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                }
                if (line.startsWith("data: ")) {
                    JsonNode event = Client.JSON.readTree(line.substring(6));
                    assertThat(event.get("id").asString()).isEqualTo(id);
                    return event;
                }
            }
            throw new IllegalStateException("the stream has ended");
        }

        void heartbeat() throws Exception {
            String line = lines.readLine();
            while (line != null && !line.startsWith(": still")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
