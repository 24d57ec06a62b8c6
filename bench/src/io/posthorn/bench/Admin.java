package io.posthorn.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sets the server up and asks how it is, all through its API.
final class Admin implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClientConnection connection;

    Admin(int port) throws IOException {
        this.connection = new HttpClientConnection(port);
    }

    /// The id of a pool of `senders`, spread over SMPP connections to a carrier.
    ///
    /// @param throughput segments per second of each sender
    String pool(Settings settings, int smscPort, double throughput) throws IOException {
        List<String> connections = new ArrayList<>();
        for (int i = 0; i < settings.connections; i++) {
            connections.add(
                    post(
                                    "/v1/Connections",
                                    """
                                    {"name": "carrier-%d", "type": "SMPP", "settings": {"host": "127.0.0.1", "port": %d,
                                     "systemId": "bench", "password": "bench", "window": %d}}\
                                    """
                                            .formatted(i, smscPort, settings.window))
                            .get("id")
                            .asString());
        }
        List<String> senders = new ArrayList<>();
        for (int i = 0; i < settings.senders; i++) {
            senders.add(
                    post(
                                    "/v1/Senders",
                                    """
                                    {"address": "+1415555%04d", "channel": "SMS", "connectionId": "%s", "throughput": %s}\
                                    """
                                            .formatted(
                                                    100 + i,
                                                    connections.get(i % connections.size()),
                                                    throughput))
                            .get("id")
                            .asString());
        }
        String members =
                senders.stream()
                        .map(id -> "{\"senderId\":\"" + id + "\"}")
                        .collect(Collectors.joining(","));
        String operation =
                post("/v1/SenderPools", "{\"name\":\"bench\",\"senders\":[" + members + "]}")
                        .get("operationId")
                        .asString();
        return get("/v1/SenderPools?operationId=" + operation)
                .get("senderPools")
                .get(0)
                .get("id")
                .asString();
    }

    void awaitConnected() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!get("/v1/Connections")
                .get("connections")
                .valueStream()
                .allMatch(each -> each.get("state").asString().equals("CONNECTED"))) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("the connections did not come up");
            }
            Thread.sleep(50);
        }
    }

    /// The value of a metric without labels.
    double metric(String name) throws IOException {
        return connection
                .send("GET", "/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("no metric " + name));
    }

    private JsonNode post(String path, String body) throws IOException {
        return read(connection.send("POST", path, body));
    }

    private JsonNode get(String path) throws IOException {
        return read(connection.send("GET", path, ""));
    }

    private static JsonNode read(HttpClientConnection.Answer answer) throws IOException {
        if (answer.status() >= 300) {
            throw new IOException("answered " + answer);
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
