package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
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

/// Requirement 11: nothing is sent after it made sense. That carriers are told the rest of the
/// validity is in `SmppChannelTest`.
class Requirement11ExpiryTest {

    private static final Duration VALIDITY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES = 4;

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String pool = "";

    /// One message at a time, each answered after most of the validity: the third would leave too
    /// late.
    @BeforeEach
    void start() throws InterruptedException {
        smsc =
                Smsc.start(
                        Behavior.DEFAULT.with(
                                Behavior.Answers.AT_ONCE.after(Delay.ofMillis(1_500, 1_500))));
        server = RunningServer.in(folder);
        client = server.client();
        String connection = client.connection("slow", smsc, "\"window\": 1");
        pool = client.pool("{}", List.of(client.sender("+12065550911", connection, 100)));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private String send() {
        return client.send(
                pool,
                "your code is 123456",
                Client.phones(2_911_000, MESSAGES),
                ", \"validitySeconds\": " + VALIDITY.toSeconds());
    }

    @Test
    void requirement_11_no_submit_starts_after_the_validity_and_what_did_not_leave_says_so() {
        String operation = send();
        Instant expired = Instant.now().plus(VALIDITY);
        JsonNode stats = client.awaitCompleted(operation, PATIENCE);
        assertThat(smsc.traffic().submits())
                .allSatisfy(submit -> assertThat(submit.at()).isBefore(expired));
        assertThat(stats.get("failed").asInt()).as("did not leave").isPositive();
        assertThat(stats.get("failed").asInt())
                .isEqualTo(MESSAGES - smsc.traffic().submits().size());
        assertThat(client.messages(operation))
                .filteredOn(m -> m.get("status").asString().equals("FAILED"))
                .allSatisfy(
                        m -> assertThat(m.at("/error/code").asInt()).as("%s", m).isEqualTo(30036));
    }

    @Test
    void requirement_11_holds_when_the_clock_is_moved() {
        String operation = send();
        server.advance(Duration.ofHours(1));
        Instant moved = Instant.now();
        JsonNode stats = client.awaitCompleted(operation, PATIENCE);
        assertThat(stats.get("failed").asInt()).isPositive();
        assertThat(smsc.traffic().submits())
                .as("begun before the clock was moved")
                .allSatisfy(submit -> assertThat(submit.at()).isBefore(moved.plusMillis(200)))
                .hasSizeLessThanOrEqualTo(1);
    }
}
