package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Messages that wait: who goes first, and what changes around them.
class QueueTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;

    @BeforeEach
    void start() throws InterruptedException {
        smsc =
                Smsc.start(
                        Behavior.DEFAULT.with(
                                Behavior.Answers.AT_ONCE.after(Delay.ofMillis(2, 20))));
        server = RunningServer.in(folder);
        client = server.client();
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private void awaitSubmits(int count) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> smsc.traffic().totals().submits() >= count);
    }

    @Test
    void an_urgent_message_overtakes_a_bulk_run_that_goes_on() {
        int rate = 50;
        String sender = client.sender("+12065550901", client.connection("one", smsc), rate);
        String pool = client.pool("{}", List.of(sender));
        String bulk =
                client.send(
                        pool,
                        "news",
                        Client.phones(2_800_000, 250),
                        """
                        , "priority": "BULK"\
                        """);
        awaitSubmits(20);
        String urgent =
                client.send(
                        pool,
                        "your code",
                        List.of("+14152899999"),
                        """
                        , "priority": "HIGH"\
                        """);
        long accepted = System.nanoTime();
        client.awaitCompleted(urgent, SOON);
        Arrivals all = new Arrivals(smsc.traffic().submits());
        long arrived =
                all.submits().stream()
                        .filter(s -> s.to().equals("+14152899999"))
                        .findFirst()
                        .orElseThrow()
                        .nanos();
        int before = all.between(accepted, arrived).count();
        System.out.printf(
                "queue: %d of %d bulk messages went before the urgent one%n", before, 250);
        assertThat(before).as("what was already on its way").isLessThanOrEqualTo(rate / 5);
        assertThat(client.awaitCompleted(bulk, SOON).get("delivered").asInt()).isEqualTo(250);
    }

    enum Upset {
        DELETED {
            @Override
            void happen(Client client, String pool, String sender, String connection) {
                client.delete("/v1/Senders/" + sender).expect(204);
            }
        },
        REMOVED {
            @Override
            void happen(Client client, String pool, String sender, String connection) {
                client.delete("/v1/SenderPools/" + pool + "/Senders/" + sender).expect(202);
            }
        },
        DEACTIVATED {
            @Override
            void happen(Client client, String pool, String sender, String connection) {
                client.patch("/v1/Senders/" + sender, "{\"status\": \"DEACTIVATED\"}").expect(200);
            }
        },
        DISABLED {
            @Override
            void happen(Client client, String pool, String sender, String connection) {
                client.patch(
                                "/v1/SenderPools/" + pool + "/Senders/" + sender,
                                "{\"enabled\": false}")
                        .expect(200);
            }
        },
        SLOWED {
            @Override
            void happen(Client client, String pool, String sender, String connection) {
                client.patch("/v1/Senders/" + sender, "{\"throughput\": 30}").expect(200);
            }
        },
        RECONNECTED {
            @Override
            void happen(Client client, String pool, String sender, String connection) {
                client.patch(
                                "/v1/Connections/" + connection,
                                "{\"settings\": {\"longMessages\": \"UDH16\"}}")
                        .expect(200);
            }
        };

        abstract void happen(Client client, String pool, String sender, String connection);

        boolean ends() {
            return switch (this) {
                case DELETED, REMOVED, DEACTIVATED, DISABLED -> true;
                case SLOWED, RECONNECTED -> false;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_change_of_a_sender_strands_and_repeats_nothing(Upset upset) {
        String upsetAddress = "+12065550911";
        String connection = client.connection("upset", smsc);
        String sender = client.sender(upsetAddress, connection, 60);
        String other = client.sender("+12065550912", client.connection("calm", smsc), 60);
        String pool = client.pool("{}", List.of(sender, other));
        String operation = client.send(pool, "steady", Client.phones(2_810_000, 300));
        awaitSubmits(60);
        upset.happen(client, pool, sender, connection);
        long changed = System.nanoTime();
        JsonNode stats = client.awaitCompleted(operation, Duration.ofSeconds(60));
        assertThat(stats.get("delivered").asInt()).isEqualTo(300);
        List<Submitted> submits = smsc.traffic().submits();
        assertThat(submits.stream().collect(Collectors.groupingBy(Submitted::to)).values())
                .as("sent once each")
                .hasSize(300)
                .allMatch(s -> s.size() == 1);
        int after =
                new Arrivals(submits)
                        .of(upsetAddress)
                        .between(changed + Arrivals.SECOND, Long.MAX_VALUE)
                        .count();
        if (upset.ends()) {
            assertThat(after).as("of the changed sender, a second later").isZero();
        } else {
            assertThat(after).as("of the changed sender, a second later").isPositive();
        }
    }

    @Test
    void a_message_nobody_can_reach_is_unaddressable_at_once() {
        String sender = client.sender("+12065550921", client.connection("sms", smsc), 10);
        String pool = client.pool("{}", List.of(sender));
        String operation =
                client.post(
                                "/v1/Messages",
                                """
                                {"from": {"senderPoolId": "%s"}, "content": {"text": "hello"},
                                 "to": [{"address": "+14152810000", "channel": "WHATSAPP"}]}\
                                """
                                        .formatted(pool))
                        .expect(202)
                        .json()
                        .get("operationId")
                        .asString();
        assertThat(client.operation(operation).at("/stats/unaddressable").asInt()).isEqualTo(1);
        assertThat(client.operation(operation).get("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void the_same_idempotency_key_sends_once() {
        String sender = client.sender("+12065550931", client.connection("once", smsc), 10);
        String pool = client.pool("{}", List.of(sender));
        String body = Client.body(pool, "once", List.of("+14152820000"));
        Client.Answer first =
                client.call("POST", "/v1/Messages", body, "Idempotency-Key", "k-1").expect(202);
        Client.Answer again =
                client.call("POST", "/v1/Messages", body, "Idempotency-Key", "k-1").expect(202);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        client.call(
                        "POST",
                        "/v1/Messages",
                        Client.body(pool, "twice", List.of("+14152820000")),
                        "Idempotency-Key",
                        "k-1")
                .expect(409);
        String operation = first.json().get("operationId").asString();
        client.awaitStatus(operation, "DELIVERED", SOON);
        assertThat(smsc.traffic().totals().submits()).isEqualTo(1);
    }
}
