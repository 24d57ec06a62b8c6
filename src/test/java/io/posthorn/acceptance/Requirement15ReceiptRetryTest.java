package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Fate;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Requirement 15: what a bad receipt leads to is decided by its class; the client sees one Message
/// with several attempts and one final status.
class Requirement15ReceiptRetryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 20;

    @TempDir Path folder;
    private Smsc bad;
    private Smsc good;
    private RunningServer server;
    private Client client;
    private List<String> senders = List.of();

    @BeforeEach
    void start() throws InterruptedException {
        bad = Smsc.start(Behavior.DEFAULT);
        good = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        senders =
                List.of(
                        client.sender("+12065550951", client.connection("bad", bad), 100),
                        client.sender("+12065550952", client.connection("good", good), 100));
    }

    @AfterEach
    void stop() {
        server.close();
        bad.close();
        good.close();
    }

    /// Every message of the bad carrier ends undelivered with `error`, a code of its own.
    private List<JsonNode> send(String policy, int error) {
        bad.behave(
                Behavior.DEFAULT.with(
                        Behavior.Receipts.AT_ONCE.ending(
                                new Fate(Fate.End.UNDELIVERED, error, 1))));
        String pool = client.pool(policy, senders);
        String operation = client.send(pool, "hello", Client.phones(2_951_000, MESSAGES));
        client.awaitCompleted(operation, PATIENCE);
        return client.messages(operation);
    }

    private static String status(JsonNode node) {
        return node.get("status").asString();
    }

    @Test
    void requirement_15_a_class_the_policy_names_is_tried_again_by_another_sender() {
        List<JsonNode> messages =
                send(
                        """
                        {"sticky": {"mode": "NONE"}, "retryOnReceipt": ["T2_TRANSIENT"],
                         "outcomes": {"DLR 27": "T2_TRANSIENT"}}\
                        """,
                        27);
        assertThat(messages).hasSize(MESSAGES).allMatch(m -> status(m).equals("DELIVERED"));
        assertThat(messages)
                .filteredOn(m -> m.get("attempts").size() == 2)
                .as("were sent by the bad carrier first")
                .isNotEmpty()
                .allSatisfy(m -> {
                    JsonNode first = m.at("/attempts/0");
                    assertThat(status(first)).isEqualTo("UNDELIVERED");
                    assertThat(first.at("/error/upstream").asString()).isEqualTo("DLR UNDELIV 27");
                    assertThat(status(m.at("/attempts/1"))).isEqualTo("DELIVERED");
                    assertThat(m.at("/attempts/1/senderId")).isNotEqualTo(first.get("senderId"));
                });
        assertThat(messages).allMatch(m -> m.get("attempts").size() <= 2);
    }

    @Test
    void requirement_15_without_a_word_of_the_policy_a_bad_receipt_is_final_for_sms() {
        List<JsonNode> messages = send("{\"sticky\": {\"mode\": \"NONE\"}}", 27);
        assertThat(messages).allMatch(m -> m.get("attempts").size() == 1);
        assertThat(messages)
                .filteredOn(m -> status(m).equals("UNDELIVERED"))
                .hasSize(bad.traffic().submits().size())
                .isNotEmpty();
    }

    @Test
    void requirement_15_spam_is_not_tried_by_a_sibling_because_another_class_is() {
        List<JsonNode> messages =
                send(
                        """
                        {"sticky": {"mode": "NONE"}, "retryOnReceipt": ["T2_TRANSIENT", "T5_CHANNEL"]}\
                        """,
                        30007);
        assertThat(messages).allMatch(m -> m.get("attempts").size() == 1);
        assertThat(messages)
                .filteredOn(m -> status(m).equals("UNDELIVERED"))
                .isNotEmpty()
                .allSatisfy(m -> assertThat(m.at("/error/code").asInt()).isEqualTo(30007));
    }
}
