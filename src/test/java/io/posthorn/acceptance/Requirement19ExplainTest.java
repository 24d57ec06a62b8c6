package io.posthorn.acceptance;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.WaitingReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 19: nobody has to guess where a message is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Requirement19ExplainTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double SLOW = 0.01; // segments per second: nobody waits for the second
    private static final String PHONE = "+14152000001";
    private static final int SYSTEM_ERROR = 0x08; // SMPP 3.4 section 5.1.3
    private static final int INVALID_SOURCE_ADDRESS = 0x0A;

    private RunningServer server;
    private Client client;
    private int resources;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder);
        client = server.client();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// Something that keeps the message sent last from leaving.
    enum Situation {
        SCHEDULED(WaitingReason.SCHEDULED) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String pool = test.pool("{}", test.sender(smsc, 100));
                String due = Instant.now().plus(Duration.ofDays(1)).truncatedTo(SECONDS).toString();
                return test.client.send(
                        pool,
                        "later",
                        List.of(PHONE),
                        ", \"schedule\": {\"sendAt\": [\"%s\"]}".formatted(due));
            }
        },
        ITS_SENDER_IS_SLOW(WaitingReason.TOKEN) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                return test.second(test.pool(NOT_STICKY, test.sender(smsc, SLOW)));
            }
        },
        HIS_SENDER_IS_SLOW(WaitingReason.STICKY_SENDER) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String pool =
                        test.pool(
                                "{\"sticky\": {\"mode\": \"HASH\", \"maxWaitSeconds\": null}}",
                                test.sender(smsc, SLOW),
                                test.sender(smsc, SLOW));
                return test.second(pool);
            }
        },
        THE_NEAR_SENDER_IS_SLOW(WaitingReason.PREFERRED_SENDER) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String far = test.sender("+1206555%04d", smsc, SLOW);
                String near = test.sender("+1415555%04d", smsc, SLOW);
                String rules =
                        """
                        {"sticky": {"mode": "NONE"}, "geoMatch": "PREFER", "maxRungWaitSeconds": 60}\
                        """;
                return test.second(test.pool(rules, far, near));
            }
        },
        NOBODY_MAY_SEND_THERE(WaitingReason.NO_SENDER) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String sender = test.sender(smsc, 100);
                test.client.patch("/v1/Senders/" + sender, "{\"countries\": [\"DE\"]}").expect(200);
                return test.first(test.pool("{}", sender));
            }
        },
        THE_CONNECTION_IS_DOWN(WaitingReason.ALL_SENDERS_DOWN) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String sender = test.sender(smsc, 100);
                smsc.stop();
                test.client.awaitState(test.connectionOf(sender), "DISCONNECTED");
                return test.first(test.pool("{}", sender));
            }
        },
        THE_CARRIER_REFUSES_THE_SENDER(WaitingReason.BREAKER) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                smsc.behave(failing(INVALID_SOURCE_ADDRESS));
                return test.first(test.pool("{}", test.sender(smsc, 100)));
            }
        },
        THE_QUOTA_IS_USED_UP(WaitingReason.QUOTA) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String sender = test.sender(smsc, 100);
                test.client
                        .patch(
                                "/v1/Senders/" + sender,
                                """
                                {"quotas": [{"kind": "MESSAGES", "period": "MONTH", "limit": 1}]}\
                                """)
                        .expect(200);
                return test.second(test.pool("{}", sender));
            }
        },
        HE_WAS_WRITTEN_TO_A_MOMENT_AGO(WaitingReason.PAIR_RATE) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                String sender = test.sender(smsc, 100);
                test.client
                        .patch("/v1/Senders/" + sender, "{\"pairIntervalSeconds\": 3600}")
                        .expect(200);
                return test.second(test.pool("{}", sender));
            }
        },
        IT_IS_NIGHT(WaitingReason.QUIET_HOURS) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                LocalTime there = LocalTime.now(ZoneId.of("America/Los_Angeles"));
                String rules =
                        """
                        {"quietHours": {"from": "%tR", "until": "%tR"}}\
                        """
                                .formatted(there.minusHours(2), there.plusHours(2));
                return test.first(test.pool(rules, test.sender(smsc, 100)));
            }
        },
        THE_CARRIER_IS_SILENT(WaitingReason.SUBMITTING) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                smsc.behave(
                        Behavior.DEFAULT.with(
                                Behavior.Line.STEADY.silent(Behavior.Silence.SUBMITS)));
                return test.first(test.pool("{}", test.sender(smsc, 100)));
            }
        },
        AN_EARLIER_ONE_WITH_ITS_KEY_IS_UNDER_WAY(WaitingReason.TURN) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                smsc.behave(
                        Behavior.DEFAULT.with(
                                Behavior.Line.STEADY.silent(Behavior.Silence.SUBMITS)));
                String pool = test.pool("{}", test.sender(smsc, 100));
                String key = ", \"orderingKey\": \"k\"";
                test.client.send(pool, "first", List.of(PHONE), key);
                return test.client.send(pool, "second", List.of(PHONE), key);
            }
        },
        THE_CARRIER_HUNG_UP(WaitingReason.UNKNOWN_OUTCOME) {
            @Override
            String send(Requirement19ExplainTest test, Smsc smsc) {
                smsc.behave(
                        Behavior.DEFAULT.with(
                                Behavior.Line.STEADY.hangingUpAfter(1, Duration.ofMinutes(5))));
                return test.first(test.pool("{}", test.sender(smsc, 100)));
            }
        };

        private static final String NOT_STICKY = "{\"sticky\": {\"mode\": \"NONE\"}}";

        private final WaitingReason reason;

        Situation(WaitingReason reason) {
            this.reason = reason;
        }

        /// The operation of one message that waits.
        abstract String send(Requirement19ExplainTest test, Smsc smsc);
    }

    @ParameterizedTest
    @EnumSource(Situation.class)
    void a_message_that_waits_says_for_what_and_until_when_at_the_latest(Situation situation) {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT)) {
            String operation = situation.send(this, smsc);

            JsonNode message =
                    await().atMost(SOON)
                            .pollInterval(Duration.ofMillis(50))
                            .until(
                                    () -> client.only(operation),
                                    m ->
                                            m.path("waitingReason")
                                                    .asString("")
                                                    .equals(situation.reason.name()));

            assertThat(message.get("status").asString()).isIn("QUEUED", "SCHEDULED");
            assertThat(message.get("expiresAt").asString()).isNotEmpty();
            JsonNode entries =
                    client.get("/v1/Messages/" + message.get("id").asString() + "/Timeline")
                            .expect(200)
                            .json()
                            .get("entries");
            assertThat(entries.get(0).get("step").asString()).isEqualTo("ACCEPTED");
            assertThat(
                            entries.valueStream()
                                    .filter(e -> e.get("step").asString().equals("WAITING")))
                    .as(entries.toString())
                    .hasSize(1);
        }
    }

    @Test
    void a_timeline_tells_each_decision_each_answer_and_the_end() {
        try (Smsc bad = Smsc.start(failing(SYSTEM_ERROR));
                Smsc good = Smsc.start(Behavior.DEFAULT)) {
            String first = sender(bad, 100);
            String second = sender(good, 100);
            String pool = pool("{}", first, second);
            client.patch("/v1/SenderPools/" + pool + "/Senders/" + second, "{\"tier\": 1}")
                    .expect(200);

            String operation = client.send(pool, "hello", List.of(PHONE));
            client.awaitStatus(operation, "DELIVERED", SOON);

            String id = client.only(operation).get("id").asString();
            JsonNode entries =
                    client.get("/v1/Messages/" + id + "/Timeline")
                            .expect(200)
                            .json()
                            .get("entries");
            List<String> steps =
                    entries.valueStream().map(entry -> entry.get("step").asString()).toList();
            assertThat(steps)
                    .as(entries.toString())
                    .containsExactly(
                            "ACCEPTED",
                            "DECIDED",
                            "SUBMITTED",
                            "ANSWERED",
                            "DECIDED",
                            "SUBMITTED",
                            "ANSWERED",
                            "RECEIPT",
                            "ENDED");
            assertThat(
                            entries.valueStream()
                                    .map(entry -> Instant.parse(entry.get("at").asString())))
                    .as("when each happened: %s", entries)
                    .isSorted();
            assertThat(entries.at("/3/outcome").asString()).isEqualTo("T2_TRANSIENT");
            assertThat(entries.at("/3/error/upstream").asString())
                    .isEqualTo("SMPP 0x00000008 ESME_RSYSERR");
            assertThat(entries.at("/3/attempt/senderId").asString()).isEqualTo(first);
            assertThat(entries.at("/4/decision/sender").asString()).isEqualTo(second);
            assertThat(entries.at("/4/decision/passedOver/0/why").asString())
                    .isEqualTo("FAILED_BEFORE");
            assertThat(entries.at("/8/status").asString()).isEqualTo("DELIVERED");
        }
    }

    private static Behavior failing(int status) {
        return Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.failing(1, status));
    }

    private String first(String pool) {
        return client.send(pool, "first", List.of(PHONE));
    }

    /// The operation of a second message to the same phone; the first has left.
    private String second(String pool) {
        client.awaitStatus(first(pool), "DELIVERED", SOON);
        return client.send(pool, "second", List.of(PHONE));
    }

    private String pool(String policy, String... senders) {
        return client.pool(policy, Arrays.asList(senders));
    }

    private String sender(Smsc smsc, double rate) {
        return sender("+1312555%04d", smsc, rate);
    }

    private String sender(String address, Smsc smsc, double rate) {
        resources++;
        String connection = client.connection("carrier" + resources, smsc);
        return client.sender(address.formatted(resources), connection, rate);
    }

    private String connectionOf(String sender) {
        return client.get("/v1/Senders/" + sender).json().get("connectionId").asString();
    }
}
