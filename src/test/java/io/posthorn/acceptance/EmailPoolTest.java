package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import tools.jackson.databind.JsonNode;

/// Emails from the request to a mail server somebody else wrote, through a pool.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailPoolTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REFUSED = "refused@acme.test";
    private static final String GOOD = "good@acme.test";

    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private SMTPServer mail;
    private RunningServer server;
    private Client client;
    private String pool = "";

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        mail =
                SMTPServer.port(0)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .messageHandlerFactory(_ -> new Mailbox())
                        .build();
        mail.start();
        server = RunningServer.in(folder);
        client = server.client();
        String connection = connection("one");
        pool = pool(sender(REFUSED, connection), sender(GOOD, connection));
    }

    /// The first one is asked first.
    private String pool(String first, String second) {
        String operation =
                client.post(
                                "/v1/SenderPools",
                                """
                                {"senders": [{"senderId": "%s", "tier": 0},
                                             {"senderId": "%s", "tier": 1}]}\
                                """
                                        .formatted(first, second))
                        .expect(202)
                        .json()
                        .get("operationId")
                        .asString();
        return client.get("/v1/SenderPools?operationId=" + operation)
                .json()
                .at("/senderPools/0/id")
                .asString();
    }

    @AfterAll
    void stop() {
        server.close();
        mail.stop();
    }

    /// Takes everything but what comes from the sender nobody wants.
    private final class Mailbox implements MessageHandler {

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) {}

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            String email = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            if (email.contains(REFUSED)) {
                throw new RejectException(451, "4.3.0 not now");
            }
            arrived.add(email);
            return "taken";
        }

        @Override
        public void done() {}
    }

    private String connection(String name) {
        String id =
                client.post(
                                "/v1/Connections",
                                """
                                {"name": "%s", "type": "SMTP", "settings": {"host": "localhost",
                                 "port": %d, "security": "NONE"}}\
                                """
                                        .formatted(name, mail.getPortAllocated()))
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
        client.awaitState(id, "CONNECTED");
        return id;
    }

    private String sender(String address, String connection) {
        return client.post(
                        "/v1/Senders",
                        """
                        {"address": "%s", "channel": "EMAIL", "connectionId": "%s",
                         "throughput": 50, "displayName": "Acme"}\
                        """
                                .formatted(address, connection))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private String send(String from, String to) {
        return client.post(
                        "/v1/Emails",
                        """
                        {"from": %s, "to": [%s],
                         "content": {"subject": "Hi {{ firstName }}", "html": "<p>Shipped</p>",
                          "attachments": [{"filename": "a.txt", "contentType": "text/plain",
                                           "content": "aGVsbG8="}]}}\
                        """
                                .formatted(from, to))
                .expect(202)
                .json()
                .get("operationId")
                .asString();
    }

    private static String to(String name) {
        return """
        {"address": "%s@example.test", "name": "%s", "variables": {"firstName": "%s"}}\
        """
                .formatted(name, name, name);
    }

    private JsonNode awaitSent(String operation, int count) {
        String path = "/v1/Emails/Operations/" + operation;
        await().atMost(SOON)
                .until(() -> client.get(path).json().at("/stats/sent").intValue() == count);
        return client.get(path).json();
    }

    private List<JsonNode> emails(String operation) {
        return client.get("/v1/Emails?operationId=" + operation)
                .json()
                .get("emails")
                .valueStream()
                .toList();
    }

    @Test
    void what_one_sender_of_a_pool_cannot_send_another_does() {
        String operation = await().atMost(SOON).until(this::sentByThePool, this::hasFailedOver);
        JsonNode done = client.get("/v1/Emails/Operations/" + operation).json();

        assertThat(done.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(arrived)
                .filteredOn(email -> email.contains("Subject: Hi ada"))
                .isNotEmpty()
                .allSatisfy(email ->
                        assertThat(email)
                                .contains("good@acme.test", "<p>Shipped</p>", "a.txt", "aGVsbG8"));
        for (JsonNode listed : emails(operation)) {
            JsonNode email = client.get("/v1/Emails/" + listed.get("id").asString()).json();
            assertThat(email.at("/from/address").asString()).isEqualTo(GOOD);
            assertThat(email.at("/from/senderPoolId").asString()).isEqualTo(pool);
            assertThat(email.get("attempts").valueStream())
                    .allSatisfy(attempt ->
                            assertThat(attempt.get("channel").asString()).isEqualTo("EMAIL"));
        }
    }

    private String sentByThePool() {
        String operation =
                send(
                        "{\"senderPoolId\": \"" + pool + "\"}",
                        String.join(",", to("ada"), to("lin"), to("bo"), to("cy")));
        awaitSent(operation, 4);
        return operation;
    }

    private boolean hasFailedOver(String operation) {
        return client.get("/v1/Emails/Operations/" + operation)
                        .json()
                        .at("/stats/attempts")
                        .intValue()
                > 4;
    }

    @Test
    void an_email_leads_from_its_attempt_to_itself_and_is_told_as_one() {
        String operation =
                send("{\"address\": \"" + GOOD + "\", \"name\": \"Support\"}", to("dee"));
        awaitSent(operation, 1);
        String id = emails(operation).getFirst().get("id").asString();
        JsonNode email = client.get("/v1/Emails/" + id).json();

        assertThat(email.at("/to/0/name").asString()).isEqualTo("dee");
        assertThat(email.at("/from/name").asString()).isEqualTo("Support");
        assertThat(email.at("/attempts/0/infoUrl").asString())
                .isEqualTo(
                        client.base() + "/v1/Emails/Seek/" + email.at("/attempts/0/id").asString());
        assertThat(
                        client.get("/v1/Emails/Seek/" + email.at("/attempts/0/id").asString())
                                .header("location"))
                .isEqualTo(client.base() + "/v1/Emails/" + id);
        assertThat(
                        client.get("/v1/Messages/Seek/" + email.at("/attempts/0/id").asString())
                                .status())
                .isEqualTo(404);
        JsonNode events = client.get("/v1/Events?types=com.twilio.comms-api.email.*").json();
        assertThat(events.get("events").valueStream())
                .filteredOn(event -> event.at("/data/email_id").asString("").equals(id))
                .extracting(event -> event.get("type").asString())
                .containsExactly(
                        "com.twilio.comms-api.email.queued", "com.twilio.comms-api.email.sent");
        assertThat(client.get("/v1/Emails/" + id + "/Timeline").json().get("entries").valueStream())
                .extracting(entry -> entry.get("step").asString())
                .contains("ACCEPTED", "DECIDED", "SUBMITTED", "ANSWERED");
        assertThat(arrived)
                .filteredOn(one -> one.contains("Subject: Hi dee"))
                .singleElement()
                .satisfies(one -> assertThat(one).contains("Support").contains("dee@example.test"));
    }
}
