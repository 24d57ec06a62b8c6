package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a pool tells of itself is what it then does.
class PoolInsightTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double SLOW = 0.01; // segments per second: the second waits 100 s

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String connection;

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        connection = client.connection("carrier", smsc);
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    @Test
    void a_pool_tells_what_waits_and_how_long_it_needs() {
        String sender = client.sender("+12065550701", connection, SLOW);
        client.patch("/v1/Senders/" + sender, "{\"dailyLimit\": 10}").expect(200);
        String pool = client.pool("{}", List.of(sender));
        String operation =
                client.send(
                        pool,
                        "news",
                        Client.phones(2_700_000, 5),
                        """
                        , "priority": "BULK"\
                        """);
        await().atMost(SOON)
                .until(() -> client.operation(operation).at("/stats/delivered").asInt() == 1);

        JsonNode status = status(pool);

        assertThat(status.get("queued").intValue()).isEqualTo(4);
        assertThat(status.get("drainSeconds").doubleValue()).isEqualTo(4 / SLOW);
        assertThat(status.get("oldestReadySeconds").doubleValue()).isPositive();
        assertThat(status.at("/queues/0/channel").asString()).isEqualTo("SMS");
        assertThat(status.at("/queues/0/priority").asString()).isEqualTo("BULK");
        assertThat(status.at("/queues/0/depth").intValue()).isEqualTo(4);
        JsonNode member = status.at("/members/0");
        assertThat(member.get("rate").doubleValue()).isEqualTo(SLOW);
        assertThat(member.get("tokens").intValue()).isZero();
        assertThat(member.at("/quotas/0/left").intValue()).isEqualTo(9);
        smsc.stop();
        client.awaitState(connection, "DISCONNECTED");
        assertThat(status(pool).get("drainSeconds").isNull()).isTrue();
        assertThat(status(pool).at("/members/0/rate").doubleValue()).isZero();
    }

    @Test
    void a_pool_tells_what_each_member_sent_in_the_last_second() {
        String busy = client.sender("+12065550705", connection, 50);
        String idle = client.sender("+12065550706", connection, 50);
        String pool = client.pool("{}", List.of(busy));
        String both = client.pool("{}", List.of(busy, idle));
        client.send(pool, "news", Client.phones(2_700_200, 100));

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sent(both, busy), each -> each > 25);
        assertThat(sent(both, busy)).isLessThanOrEqualTo(55); // a second's, and a twentieth more
        assertThat(sent(both, idle)).isZero();
        await().atMost(SOON).until(() -> sent(both, busy), each -> each == 0);
    }

    private int sent(String pool, String sender) {
        return status(pool)
                .get("members")
                .valueStream()
                .filter(member -> member.get("senderId").asString().equals(sender))
                .findFirst()
                .orElseThrow()
                .get("sentLastSecond")
                .intValue();
    }

    @Test
    void the_sender_a_recipient_is_said_to_keep_is_the_one_that_sends() {
        List<String> senders =
                List.of(
                        client.sender("+12065550702", connection, 100),
                        client.sender("+12065550703", connection, 100),
                        client.sender("+12065550704", connection, 100));
        String hashing = client.pool("{}", senders);
        String recording = client.pool("{\"sticky\": {\"mode\": \"RECORDED\"}}", senders);
        for (String phone : Client.phones(2_700_100, 10)) {
            String kept = keeper(hashing, phone).get("senderId").asString();
            assertThat(sentBy(hashing, phone)).isEqualTo(kept);
            String pinned = senders.get(phone.hashCode() & 1);
            client.call(
                            "PUT",
                            assignment(recording, phone),
                            "{\"senderId\": \"%s\"}".formatted(pinned))
                    .expect(200);
            assertThat(sentBy(recording, phone)).isEqualTo(pinned);
        }
    }

    private JsonNode status(String pool) {
        return client.get("/v1/SenderPools/" + pool + "/Status").expect(200).json();
    }

    private JsonNode keeper(String pool, String phone) {
        return client.get(assignment(pool, phone)).expect(200).json();
    }

    private static String assignment(String pool, String phone) {
        return "/v1/SenderPools/" + pool + "/Assignments/" + phone.replace("+", "%2B");
    }

    private String sentBy(String pool, String phone) {
        String operation = client.send(pool, "hello", List.of(phone));
        return client.awaitStatus(operation, "DELIVERED", SOON).at("/from/senderId").asString();
    }
}
