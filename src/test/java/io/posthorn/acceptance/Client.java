package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Smsc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API as its users have it: HTTP and JSON, nothing of ours.
final class Client implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String SID = "AC0123456789abcdef0123456789abcdef";
    static final String TOKEN = "acceptance-token";
    static final Set<String> FINAL =
            Set.of("DELIVERED", "READ", "UNDELIVERED", "FAILED", "CANCELED", "UNADDRESSABLE");

    private final String base;
    private final String sid;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(int port) {
        this("http://localhost:" + port, SID, TOKEN);
    }

    Client(String base, String sid, String token) {
        this.base = base;
        this.sid = sid;
        this.token = token;
    }

    String base() {
        return base;
    }

    record Answer(int status, Map<String, List<String>> headers, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        String header(String name) {
            TreeMap<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(headers);
            return anyCase.getOrDefault(name, List.of("")).getFirst();
        }

        Answer expect(int wanted) {
            assertThat(status).as(text).isEqualTo(wanted);
            return this;
        }
    }

    String url(String path) {
        return base + path;
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer post(String path, String json) {
        return call("POST", path, json);
    }

    Answer patch(String path, String json) {
        return call("PATCH", path, json);
    }

    Answer delete(String path) {
        return call("DELETE", path, "");
    }

    /// @param headers names and values in turn
    Answer call(String method, String path, String body, String... headers) {
        try {
            return tryCall(method, path, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }

    /// As `call`, for a server that may not be there.
    Answer tryCall(String method, String path, String body, String... headers) throws IOException {
        String pair = sid + ":" + token;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(path.startsWith("/") ? base + path : path))
                        .timeout(Duration.ofSeconds(20))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        pair.getBytes(StandardCharsets.UTF_8)))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The id of a new SMPP connection to a simulated carrier, once it is up.
    ///
    /// @param settings more of them, as members of a JSON object
    String connection(String name, Smsc smsc, String... settings) {
        String id = connection(name, smsc.port(), settings);
        awaitState(id, "CONNECTED");
        return id;
    }

    /// As above, without waiting.
    String connection(String name, int port, String... settings) {
        List<String> members = new ArrayList<>();
        members.add("\"host\": \"127.0.0.1\", \"port\": " + port);
        members.add("\"systemId\": \"" + name + "\", \"password\": \"pw-of-all\"");
        members.addAll(List.of(settings));
        return post(
                        "/v1/Connections",
                        """
                        {"name": "%s", "type": "SMPP", "settings": {%s}}\
                        """
                                .formatted(name, String.join(", ", members)))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    void awaitState(String connection, String state) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> state(connection), state::equals);
    }

    String state(String connection) {
        return get("/v1/Connections/" + connection).expect(200).json().get("state").asString();
    }

    /// The id of a new sender.
    ///
    /// @param throughput segments per second
    String sender(String address, String connection, double throughput) {
        return post(
                        "/v1/Senders",
                        """
                        {"address": "%s", "channel": "SMS", "connectionId": "%s", "throughput": %s}\
                        """
                                .formatted(address, connection, throughput))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    /// The id of a new pool.
    ///
    /// @param policy a JSON object
    String pool(String policy, List<String> senders) {
        List<Map<String, String>> members =
                senders.stream().map(id -> Map.of("senderId", id)).toList();
        String operation =
                post(
                                "/v1/SenderPools",
                                """
                                {"policy": %s, "senders": %s}\
                                """
                                        .formatted(policy, JSON.writeValueAsString(members)))
                        .expect(202)
                        .json()
                        .get("operationId")
                        .asString();
        return get("/v1/SenderPools?operationId=" + operation)
                .json()
                .at("/senderPools/0/id")
                .asString();
    }

    /// Sends one text to phones; the id of the operation.
    ///
    /// @param more members of the body, each beginning with a comma
    String send(String pool, String text, List<String> phones, String... more) {
        return post("/v1/Messages", body(pool, text, phones, more))
                .expect(202)
                .json()
                .get("operationId")
                .asString();
    }

    static String body(String pool, String text, List<String> phones, String... more) {
        List<Map<String, String>> to =
                phones.stream().map(p -> Map.of("address", p, "channel", "PHONE")).toList();
        return """
        {"from": {"senderPoolId": "%s"}, "to": %s, "content": {"text": %s}%s}\
        """
                .formatted(
                        pool,
                        JSON.writeValueAsString(to),
                        JSON.writeValueAsString(text),
                        String.join("", more));
    }

    /// Valid numbers nobody has, from `first` on.
    static List<String> phones(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj("+1415%07d"::formatted)
                .map(n -> n.replaceFirst("^\\+14150", "+14152"))
                .toList();
    }

    JsonNode operation(String operation) {
        return get("/v1/Messages/Operations/" + operation).expect(200).json();
    }

    /// Waits until nothing of an operation can change by itself any more; its `stats`.
    JsonNode awaitCompleted(String operation, Duration patience) {
        await().atMost(patience)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ended(operation(operation).get("stats")));
        return operation(operation).get("stats");
    }

    /// As `awaitCompleted`, but what has not ended in time is answered as it is.
    JsonNode awaitEnd(String operation, Duration patience) {
        try {
            return awaitCompleted(operation, patience);
        } catch (ConditionTimeoutException e) {
            return operation(operation).get("stats");
        }
    }

    private static boolean ended(JsonNode stats) {
        return stats.get("scheduled").asInt()
                        + stats.get("queued").asInt()
                        + stats.get("sent").asInt()
                == 0;
    }

    /// The messages of an operation as they are listed.
    List<JsonNode> listed(String operation) {
        return listedBy("operationId=" + operation);
    }

    boolean isEmpty(String query) {
        return get("/v1/Messages?pageSize=1&" + query).expect(200).json().get("messages").isEmpty();
    }

    List<JsonNode> listedBy(String query) {
        List<JsonNode> all = new ArrayList<>();
        String first = "/v1/Messages?pageSize=1000&" + query;
        JsonNode page = get(first).expect(200).json();
        page.get("messages").forEach(all::add);
        while (!page.at("/pagination/next").asString("").isEmpty()) {
            String token = page.at("/pagination/next").asString();
            page = get(first + "&pageToken=" + token).expect(200).json();
            page.get("messages").forEach(all::add);
        }
        return all;
    }

    /// A message with its attempts.
    JsonNode message(String id) {
        return get("/v1/Messages/" + id).expect(200).json();
    }

    /// All messages of an operation with their attempts.
    List<JsonNode> messages(String operation) {
        return listed(operation).stream().map(m -> message(m.get("id").asString())).toList();
    }

    /// The only message of an operation.
    JsonNode only(String operation) {
        return messages(operation).getFirst();
    }

    /// Waits for the only message of an operation to have this status.
    JsonNode awaitStatus(String operation, String status, Duration patience) {
        return await().atMost(patience)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> only(operation), m -> m.get("status").asString().equals(status));
    }

    @Override
    public void close() {
        http.close();
    }
}
