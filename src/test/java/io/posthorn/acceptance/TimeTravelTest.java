package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What happens after hours and days, on a clock that is moved.
class TimeTravelTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String sender = "";
    private String pool = "";

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        sender = client.sender("+12065550801", client.connection("carrier", smsc), 100);
        pool = client.pool("{}", List.of(sender));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private String sendAt(Instant moment) {
        return client.send(
                pool,
                "on time",
                Client.phones(2_700_000, 3),
                """
                , "schedule": {"sendAt": ["%s"]}\
                """
                        .formatted(moment));
    }

    @Test
    void a_scheduled_message_leaves_when_its_time_has_come() {
        String operation = sendAt(Instant.now().plus(Duration.ofHours(2)));
        assertThat(client.operation(operation).get("status").asString()).isEqualTo("SCHEDULED");
        server.advance(Duration.ofMinutes(119));
        assertThat(client.operation(operation).at("/stats/scheduled").asInt()).isEqualTo(3);
        assertThat(smsc.traffic().totals().submits()).isZero();
        server.advance(Duration.ofMinutes(2));
        JsonNode stats = client.awaitCompleted(operation, SOON);
        assertThat(stats.get("delivered").asInt()).isEqualTo(3);
        assertThat(client.operation(operation).get("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void a_schedule_outlives_the_process() throws InterruptedException {
        String operation = sendAt(Instant.now().plus(Duration.ofHours(2)));
        server.restart();
        client = server.client();
        assertThat(client.operation(operation).at("/stats/scheduled").asInt()).isEqualTo(3);
        server.advance(Duration.ofHours(2));
        assertThat(client.awaitCompleted(operation, SOON).get("delivered").asInt()).isEqualTo(3);
    }

    @Test
    void what_was_canceled_before_its_time_never_leaves() {
        String operation = sendAt(Instant.now().plus(Duration.ofHours(2)));
        client.post("/v1/Messages/Operations/" + operation + "/Cancel", "").expect(202);
        JsonNode canceled = client.operation(operation);
        assertThat(canceled.get("status").asString()).isEqualTo("CANCELED");
        assertThat(canceled.at("/stats/canceled").asInt()).isEqualTo(3);
        server.advance(Duration.ofHours(3));
        String other = client.send(pool, "now", Client.phones(2_700_010, 1));
        client.awaitStatus(other, "DELIVERED", SOON);
        assertThat(smsc.traffic().totals().submits()).as("only the other").isEqualTo(1);
    }

    @Test
    void a_message_nobody_could_send_in_time_fails_with_30036() {
        smsc.stop();
        String operation =
                client.send(
                        pool,
                        "in a minute it is old",
                        Client.phones(2_700_020, 2),
                        """
                        , "validitySeconds": 60\
                        """);
        assertThat(client.operation(operation).at("/stats/queued").asInt()).isEqualTo(2);
        server.advance(Duration.ofSeconds(61));
        assertThat(client.awaitCompleted(operation, SOON).get("failed").asInt()).isEqualTo(2);
        assertThat(client.only(operation).at("/error/code").asInt()).isEqualTo(30036);
        smsc.start();
        String other = client.send(pool, "now", Client.phones(2_700_030, 1));
        client.awaitStatus(other, "DELIVERED", SOON);
        assertThat(smsc.traffic().totals().submits()).as("only the other").isEqualTo(1);
    }

    @Test
    void messages_whose_sender_or_pool_is_gone_wait_then_expire_also_after_a_restart()
            throws InterruptedException {
        smsc.stop();
        String fromSender =
                client.post(
                                "/v1/Messages",
                                """
                                {"from": {"senderId": "%s"}, "content": {"text": "alone"},
                                 "to": [{"address": "+14152700040", "channel": "PHONE"}]}\
                                """
                                        .formatted(sender))
                        .expect(202)
                        .json()
                        .get("operationId")
                        .asString();
        String fromPool = client.send(pool, "together", Client.phones(2_700_041, 2));
        client.delete("/v1/SenderPools/" + pool).expect(202);
        client.delete("/v1/Senders/" + sender).expect(204);
        server.restart();
        client = server.client();
        assertThat(client.operation(fromSender).at("/stats/queued").asInt()).isEqualTo(1);
        server.advance(Duration.ofHours(11));
        assertThat(client.awaitCompleted(fromSender, SOON).get("failed").asInt()).isEqualTo(1);
        assertThat(client.awaitCompleted(fromPool, SOON).get("failed").asInt()).isEqualTo(2);
        assertThat(client.only(fromPool).at("/error/code").asInt()).isEqualTo(30036);
    }

    @Test
    void messages_are_forgotten_after_their_retention() {
        String operation = client.send(pool, "soon forgotten", Client.phones(2_700_050, 1));
        client.awaitCompleted(operation, SOON);
        String message = client.only(operation).get("id").asString();
        server.advance(Duration.ofDays(6));
        client.get("/v1/Messages/" + message).expect(200);
        server.advance(Duration.ofDays(2));
        await().atMost(SOON)
                .until(() -> client.get("/v1/Messages/" + message).status(), s -> s == 404);
        client.get("/v1/Messages/Operations/" + operation).expect(404);
    }
}
