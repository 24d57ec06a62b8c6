package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.AdjustableTime;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 28: that nobody can send a message is neither a refusal nor
/// a loop, but a wait with an end.
class Requirement28NoSenderTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PHONE = "+14152000028";
    private static final int EXPIRED = 30036;

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String sender;
    private String operation;

    @BeforeEach
    void a_message_nobody_can_send() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder, new AdjustableTime(InstantSource.system()));
        client = server.client();
        sender = client.sender("+13125550128", client.connection("carrier", smsc), 100);
        client.patch("/v1/Senders/" + sender, "{\"countries\": [\"DE\"]}").expect(200);
        String pool = client.pool("{}", List.of(sender));
        operation = client.send(pool, "hello", List.of(PHONE), ", \"validitySeconds\": 600");
        await().atMost(SOON)
                .until(() -> waitingReason(client.only(operation)), "NO_SENDER"::equals);
    }

    private static String waitingReason(JsonNode message) {
        return message.path("waitingReason").asString("");
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    @Test
    void it_waits_where_everybody_sees_it_until_its_deadline() {
        JsonNode waiting = client.only(operation);
        assertThat(waiting.get("status").asString()).isEqualTo("QUEUED");
        Instant accepted = Instant.parse(waiting.get("createdAt").asString());
        Instant deadline = Instant.parse(waiting.get("expiresAt").asString());
        assertThat(Duration.between(accepted, deadline)).isEqualTo(Duration.ofMinutes(10));

        server.advance(Duration.ofSeconds(601));

        JsonNode failed = client.awaitStatus(operation, "FAILED", SOON);
        assertThat(failed.at("/error/code").intValue()).isEqualTo(EXPIRED);
        assertThat(failed.get("attempts")).isEmpty();
        assertThat(failed.has("waitingReason")).isFalse();
        assertThat(smsc.traffic().totals().submits()).isZero();
    }

    @Test
    void it_leaves_once_somebody_can_send_it() {
        client.patch("/v1/Senders/" + sender, "{\"countries\": []}").expect(200);

        JsonNode delivered = client.awaitStatus(operation, "DELIVERED", SOON);

        assertThat(delivered.get("attempts")).hasSize(1);
    }
}
