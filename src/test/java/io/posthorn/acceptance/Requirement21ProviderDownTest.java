package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.HttpProvider;
import io.posthorn.channel.HttpProvider.Reaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 21: a provider that is down is no reason for the client to
/// do anything.
class Requirement21ProviderDownTest {

    private static final String PHONE = "+14155550121";

    @Test
    void a_message_the_first_provider_answers_with_500_leaves_by_the_second_within_a_second(
            @TempDir Path folder) throws Exception {
        try (HttpProvider first = new HttpProvider(_ -> new Reaction.Answer(500, "{}"));
                HttpProvider second =
                        new HttpProvider(_ -> new Reaction.Answer(200, "{\"id\": \"m-1\"}"));
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String down = connection(client, "down", first);
            String up = connection(client, "up", second);
            String pool = pool(client, down, up);

            long sent = System.nanoTime();
            String operation = client.send(pool, "hello", List.of(PHONE));
            await().pollInterval(Duration.ofMillis(2)).until(() -> second.received().size() == 1);
            double seconds = (System.nanoTime() - sent) / 1e9;

            assertThat(first.received()).hasSize(1);
            assertThat(second.received().getFirst().body()).contains(PHONE);
            double longest = stalls.longest(sent, System.nanoTime());
            System.out.printf("requirement 21: by the second provider after %.3f s%n", seconds);
            assertThat(seconds).isLessThan(1 + longest);

            assertThat(callback(up, client, "wrong")).isEqualTo(403);
            assertThat(callback(up, client, "let-me-in")).isEqualTo(200);
            JsonNode message = client.awaitStatus(operation, "DELIVERED", Duration.ofSeconds(5));
            assertThat(message.get("attempts")).hasSize(2);
        }
    }

    @Test
    void a_provider_that_comes_back_is_used_again_within_five_seconds(@TempDir Path folder)
            throws Exception {
        try (HttpProvider only =
                        new HttpProvider(_ -> new Reaction.Answer(200, "{\"id\": \"m-1\"}"));
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String connection = connection(client, "only", only);
            String pool = client.pool("{}", List.of(sender(client, 1, connection)));
            only.stop();
            client.send(pool, "hello", List.of(PHONE));
            client.awaitState(connection, "DISCONNECTED");

            only.start();
            long back = System.nanoTime();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> only.received().size() == 1);

            double seconds = (System.nanoTime() - back) / 1e9;
            assertThat(seconds).isLessThan(5 + stalls.longest(back, System.nanoTime()));
        }
    }

    @Test
    void nobody_is_called_back_at_an_address_without_a_connector(@TempDir Path folder)
            throws Exception {
        try (RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String unknown = "comms_connection_01h9krwprkeee8fzqspvwy6nq8";

            assertThat(callback(unknown, client, "let-me-in")).isEqualTo(404);
            assertThat(callback("nonsense", client, "let-me-in")).isEqualTo(404);
        }
    }

    private static String connection(Client client, String name, HttpProvider provider) {
        String id =
                client.post(
                                "/v1/Connections",
                                """
                                {"name": "%s", "type": "HTTP", "settings": {
                                  "url": "%s/send", "messageIdPath": "$.id",
                                  "bodyTemplate": "{\\"to\\":\\"{{to}}\\",\\"text\\":\\"{{text}}\\"}",
                                  "callbackToken": "let-me-in"}}\
                                """
                                        .formatted(name, provider.url()))
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
        client.awaitState(id, "CONNECTED");
        return id;
    }

    private static String sender(Client client, int number, String connection) {
        return client.sender("+1206555050" + number, connection, 10);
    }

    /// The first connection's sender is asked first.
    private static String pool(Client client, String first, String second) {
        String operation =
                client.post(
                                "/v1/SenderPools",
                                """
                                {"senders": [{"senderId": "%s", "tier": 0},
                                             {"senderId": "%s", "tier": 1}]}\
                                """
                                        .formatted(
                                                sender(client, 1, first),
                                                sender(client, 2, second)))
                        .expect(202)
                        .json()
                        .get("operationId")
                        .asString();
        return client.get("/v1/SenderPools?operationId=" + operation)
                .json()
                .at("/senderPools/0/id")
                .asString();
    }

    /// The provider has no account here.
    private static int callback(String connection, Client client, String token)
            throws IOException, InterruptedException {
        URI url =
                URI.create(
                        "%s/v1/Callbacks/%s/receipts?token=%s&id=m-1&to=%%2B14155550121&status=delivered"
                                .formatted(client.base(), connection, token));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(url).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
