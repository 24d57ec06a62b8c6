package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.AdjustableTime;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Nothing is sent to a person in the night of his own time zone, also in nights of which the clock
/// takes or gives an hour. New York is UTC-5 in winter, UTC-4 in summer.
class Requirement23QuietHoursTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NEW_YORK = "+12125550923";
    private static final String TOKYO = "+81312345678";
    private static final int ESME_RSYSERR = 8;

    @TempDir Path folder;
    private final Smsc smsc = Smsc.start(Behavior.DEFAULT);
    private RunningServer server;
    private Client client;

    private String startAt(Instant moment, String quietHours) throws InterruptedException {
        var behind = Duration.between(Instant.now(), moment);
        server =
                RunningServer.in(
                        folder,
                        new AdjustableTime(InstantSource.offset(InstantSource.system(), behind)));
        client = server.client();
        String sender = client.sender("+12065550923", client.connection("carrier", smsc), 100);
        return client.pool("{\"quietHours\": " + quietHours + "}", List.of(sender));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private JsonNode awaitQuiet(String operation, Instant until) {
        JsonNode message =
                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(20))
                        .until(
                                () -> client.only(operation),
                                m -> m.path("waitingReason").asString("").equals("QUIET_HOURS"));
        assertThat(Instant.parse(message.get("waitingUntil").asString())).isEqualTo(until);
        assertThat(message.get("status").asString()).isEqualTo("QUEUED");
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-06T02:30:00Z, 2026-01-06T13:00:00Z",
        "2026-03-08T04:00:00Z, 2026-03-08T12:00:00Z",
        "2026-11-01T03:00:00Z, 2026-11-01T13:00:00Z"
    })
    void a_message_of_the_night_waits_for_the_morning(Instant night, Instant morning)
            throws InterruptedException {
        String pool =
                startAt(
                        night,
                        """
                        {"from": "21:00", "until": "08:00", "exempt": ["HIGH"]}\
                        """);
        String asleep = client.send(pool, "good night", List.of(NEW_YORK));
        String awake = client.send(pool, "good day", List.of(TOKYO));
        String urgent =
                client.send(pool, "code 1234", List.of(NEW_YORK), ", \"priority\": \"HIGH\"");
        awaitQuiet(asleep, morning);
        client.awaitStatus(awake, "DELIVERED", SOON);
        client.awaitStatus(urgent, "DELIVERED", SOON);

        server.advance(Duration.between(night, morning).minusMinutes(2));
        String mark = client.send(pool, "code 5678", List.of(NEW_YORK), ", \"priority\": \"HIGH\"");
        client.awaitStatus(mark, "DELIVERED", SOON);
        assertThat(awaitQuiet(asleep, morning).get("attempts").isEmpty()).isTrue();
        server.advance(Duration.ofMinutes(2));
        client.awaitStatus(asleep, "DELIVERED", SOON);
    }

    @Test
    void a_retry_that_falls_into_the_night_waits_for_the_morning() throws InterruptedException {
        Instant evening = Instant.parse("2026-01-06T01:59:30Z");
        String pool =
                startAt(
                        evening,
                        """
                        {"from": "21:00", "until": "06:00"}\
                        """);
        smsc.behave(
                Behavior.DEFAULT.with(
                        Behavior.Answers.AT_ONCE
                                .after(Delay.ofMillis(3_000, 3_000))
                                .failing(1, ESME_RSYSERR)));
        String operation = client.send(pool, "still up?", List.of(NEW_YORK));
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> smsc.traffic().totals().submits() == 1);
        server.advance(Duration.ofSeconds(30)); // its answer comes after nine in the evening
        smsc.behave(Behavior.DEFAULT);
        JsonNode waiting = awaitQuiet(operation, Instant.parse("2026-01-06T11:00:00Z"));
        assertThat(waiting.get("attempts").size()).isEqualTo(1);
        assertThat(smsc.traffic().totals().submits()).isEqualTo(1);
        server.advance(Duration.ofHours(9));
        JsonNode delivered = client.awaitStatus(operation, "DELIVERED", SOON);
        assertThat(delivered.get("attempts").size()).isEqualTo(2);
    }

    @Test
    void what_must_arrive_at_once_is_not_kept_for_the_morning() throws InterruptedException {
        String pool =
                startAt(
                        Instant.parse("2026-01-06T02:30:00Z"),
                        """
                        {"from": "21:00", "until": "08:00"}\
                        """);
        String operation =
                client.send(pool, "code 1234", List.of(NEW_YORK), ", \"validitySeconds\": 60");
        server.advance(Duration.ofSeconds(61));
        JsonNode failed = client.awaitStatus(operation, "FAILED", SOON);
        assertThat(failed.at("/error/code").asInt()).isEqualTo(30036);
        server.advance(Duration.ofHours(11));
        assertThat(smsc.traffic().totals().submits()).isZero();
    }
}
