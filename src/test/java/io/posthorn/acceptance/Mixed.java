package io.posthorn.acceptance;

import static org.awaitility.Awaitility.await;

import io.posthorn.channel.Signatures;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.Channel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A server with a connection and a sender on each of SMS, RCS and WhatsApp: the production
/// connectors, and simulated providers that speak their protocols.
final class Mixed implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    static final String NUMBER = "+12065550901";
    static final String BUSINESS = "+12065550902";
    static final String AGENT = "acme_agent";
    private static final String SECRET = "callback-secret";

    final RunningServer server;
    final Client client;
    final Carriers carriers;
    final String sms;
    final String whatsapp;
    final String rcs;
    private final String rcsConnection;

    Mixed(Path folder) throws InterruptedException {
        carriers = Carriers.beside(Smsc.start(Behavior.DEFAULT));
        carriers.start();
        server = RunningServer.in(folder);
        client = server.client();
        sms = client.sender(NUMBER, client.connection("sms", carriers.smsc()), 1_000);
        whatsapp = whatsapp(BUSINESS);
        rcsConnection = rcsConnection(AGENT);
        rcs = sender(AGENT, "RCS", rcsConnection);
    }

    /// Another WhatsApp sender, with its connection.
    String whatsapp(String number) {
        String id = number.substring(1);
        String connection =
                connection(
                        "WHATSAPP_CLOUD",
                        id,
                        """
                        {"baseUrl": "%s", "phoneNumberId": "%s", "accessToken": "t",
                         "appSecret": "%s", "verifyToken": "v"}\
                        """
                                .formatted(carriers.whatsapp().baseUrl(), id, SECRET));
        carriers.whatsapp().callback(id, callback(connection), SECRET);
        return sender(number, "WHATSAPP", connection);
    }

    /// Another RCS agent, with its connection.
    String rcs(String agent) {
        return sender(agent, "RCS", rcsConnection(agent));
    }

    private String rcsConnection(String agent) {
        String connection =
                connection(
                        "RCS_BUSINESS_MESSAGING",
                        agent,
                        """
                        {"baseUrl": "%s", "agentId": "%s", "serviceAccountJson": %s,
                         "webhookToken": "%s"}\
                        """
                                .formatted(
                                        carriers.rcs().baseUrl(),
                                        agent,
                                        Client.JSON.writeValueAsString(
                                                carriers.rcs().serviceAccountJson()),
                                        SECRET));
        carriers.rcs().callback(agent, callback(connection), SECRET);
        return connection;
    }

    private URI callback(String connection) {
        return URI.create(client.base() + "/v1/Callbacks/" + connection);
    }

    private String connection(String type, String name, String settings) {
        String id =
                client.post(
                                "/v1/Connections",
                                """
                                {"name": "%s", "type": "%s", "settings": %s}\
                                """
                                        .formatted(name, type, settings))
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
        client.awaitState(id, "CONNECTED");
        return id;
    }

    private String sender(String address, String channel, String connection) {
        return client.post(
                        "/v1/Senders",
                        """
                        {"address": "%s", "channel": "%s", "connectionId": "%s",
                         "throughput": 1000}\
                        """
                                .formatted(address, channel, connection))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    /// A pool of all three.
    ///
    /// @param policy a JSON object
    String pool(String policy) {
        return client.pool(policy, List.of(sms, whatsapp, rcs));
    }

    /// Sends "hello"; the id of the operation.
    ///
    /// @param to recipients, as JSON objects
    String send(String pool, String... to) {
        return post(
                """
                {"from": {"senderPoolId": "%s"}, "to": [%s], "content": {"text": "hello"}}\
                """
                        .formatted(pool, String.join(", ", to)));
    }

    String post(String body) {
        return client.post("/v1/Messages", body).expect(202).json().get("operationId").asString();
    }

    static String phone(String address) {
        return "{\"address\": \"%s\", \"channel\": \"PHONE\"}".formatted(address);
    }

    static String whatsappUser(String address) {
        return "{\"address\": \"%s\", \"channel\": \"WHATSAPP\"}".formatted(address);
    }

    JsonNode delivered(String operation) {
        return client.awaitStatus(operation, "DELIVERED", SOON);
    }

    /// What a phone shows, newest first.
    List<Received> shown(String phone, Channel channel) {
        return carriers.phones()
                .inbox(new Phones.Filter(Optional.of(phone), Optional.of(channel), 0, 100));
    }

    /// The first message a phone shows.
    Received awaitShown(String phone, Channel channel) {
        return await().atMost(SOON)
                .until(() -> shown(phone, channel), shown -> !shown.isEmpty())
                .getFirst();
    }

    /// What phones wrote, newest first, once there is so much of a person.
    List<JsonNode> inboundOf(String person, int count) {
        return await().atMost(SOON)
                .until(
                        () ->
                                client.listedBy("status=INBOUND").stream()
                                        .filter(m ->
                                                m.at("/from/address").asString().equals(person))
                                        .toList(),
                        found -> found.size() == count);
    }

    /// Google tells something of a message, whatever the simulated phone thinks of it.
    void rcsTells(String event, String messageId, String phone) {
        String data =
                """
                {"senderPhoneNumber": "%s", "eventType": "%s", "eventId": "e", "messageId": "%s",
                 "agentId": "%s"}\
                """
                        .formatted(phone, event, messageId, AGENT);
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        client.call(
                        "POST",
                        "/v1/Callbacks/" + rcsConnection,
                        "{\"message\": {\"data\": \"" + base64 + "\"}}",
                        "X-Goog-Signature",
                        Signatures.sha512(SECRET, data))
                .expect(200);
    }

    /// The types of the events about a message, the last part of each, in order.
    List<String> events(String message) {
        List<String> types = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = client.get("/v1/Events?pageSize=1000" + after).expect(200).json();
            for (JsonNode event : page.get("events")) {
                if (event.toString().contains(message)) {
                    types.add(event.get("type").asString().replaceFirst(".*\\.", ""));
                }
            }
            if (page.get("events").size() < 1000) {
                return types;
            }
            after = "&after=" + page.get("events").get(999).get("id").asString();
        }
    }

    @Override
    public void close() {
        server.close();
        carriers.close();
    }
}
