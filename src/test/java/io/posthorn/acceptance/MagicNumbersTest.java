package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.AdjustableTime;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The recipients of the README with a fate of their own, from the request to the final status.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MagicNumbersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Smsc smsc = Smsc.start(Behavior.DEFAULT);
    private final AdjustableTime time = new AdjustableTime(InstantSource.system());
    private RunningServer server;
    private Client client;
    private String pool;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder, time);
        client = server.client();
        String connection = client.connection("magic", smsc);
        pool = client.pool("{}", List.of(client.sender("+12065550501", connection, 100)));
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, FAILED, 21211",
        "DELIVERED_AT_ONCE, DELIVERED, 0",
        "NOT_MOBILE, UNDELIVERED, 30006",
        "DELIVERED_LATER, DELIVERED, 0",
        "UNREACHABLE, UNDELIVERED, 30003",
        "THROTTLED, DELIVERED, 0",
        "EARLY_RECEIPT, DELIVERED, 0",
        "NOT_RCS_CAPABLE, DELIVERED, 0",
        "NO_RECEIPT, SENT, 0",
        "CONTENT_REJECTED, UNDELIVERED, 30007",
    })
    void a_message_ends_as_its_number_says(MagicNumber magic, String status, int code) {
        String operation = client.send(pool, "to " + magic, List.of(magic.number()));

        JsonNode message = client.awaitStatus(operation, status, PATIENCE);

        assertThat(message.at("/attempts/0/error/code").asInt(0)).as("%s", message).isEqualTo(code);
    }

    @Test
    void the_throttling_number_is_tried_four_times() {
        String text = "slowly";
        String operation = client.send(pool, text, List.of(MagicNumber.THROTTLED.number()));

        client.awaitStatus(operation, "DELIVERED", PATIENCE);

        assertThat(smsc.traffic().submits(submit -> submit.text().equals(text)))
                .extracting(Submitted::status)
                .containsExactly(0x58, 0x58, 0x58, 0);
    }

    @Test
    void without_an_answer_a_message_is_held_and_then_ends_as_the_policy_says() {
        String connection = client.connection("mute", smsc, "\"responseTimeoutSeconds\": 1");
        String sender = client.sender("+12065550502", connection, 100);
        String unsure = client.pool("{\"onUnknown\": \"FAIL\"}", List.of(sender));
        String operation = client.send(unsure, "anybody?", List.of(MagicNumber.NO_ANSWER.number()));

        JsonNode message =
                await().atMost(PATIENCE)
                        .until(
                                () -> {
                                    time.advance(Duration.ofSeconds(10));
                                    return client.only(operation);
                                },
                                m -> m.get("status").asString().equals("FAILED"));

        assertThat(message.at("/attempts/0/error/code").asInt()).isEqualTo(30008);
        assertThat(smsc.traffic().submits(submit -> submit.text().equals("anybody?"))).hasSize(1);
    }
}
