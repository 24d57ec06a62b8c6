package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Fate;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 13: one failure changes nothing, lasting ones move traffic
/// slowly, an operator's word stands, and every automatic change is written down.
class Requirement13HealthTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WORSE = "+12065551301";
    private static final String BACKUP = "+12065551302";
    private static final int SYSTEM_ERROR = 0x08; // SMPP 3.4 section 5.1.3, ESME_RSYSERR
    private static final int INVALID_SOURCE = 0x0A; // the same, ESME_RINVSRCADR
    private static final int RATE = 2_000; // a round is far from it, so shares are free
    private static final int ROUND = 160; // messages
    private static final Behavior THIRTY_PERCENT_BAD =
            Behavior.DEFAULT.with(
                    Behavior.Receipts.AT_ONCE.ending(
                            new Fate(Fate.End.DELIVERED, 0, 0.7),
                            new Fate(Fate.End.UNDELIVERED, 30001, 0.3)));

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String worse = "";
    private String backup = "";
    private String pool = "";
    private int phones = 2_130_000;

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        worse = client.sender(WORSE, client.connection("one", smsc), RATE);
        backup = client.sender(BACKUP, client.connection("other", smsc), RATE);
        pool = client.pool("{\"sticky\": {\"mode\": \"NONE\"}}", List.of(worse, backup));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private void misbehave(String sender, Behavior behavior) {
        smsc.behave(Scope.sender(sender), behavior);
    }

    private static Behavior failing(double share, int status) {
        return Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.failing(share, status));
    }

    /// Sends a round; what share of it the worse sender carried.
    private double share(int messages) {
        int before = carried(WORSE);
        send(messages);
        return (double) (carried(WORSE) - before) / messages;
    }

    private JsonNode send(int messages) {
        List<String> to = Client.phones(phones, messages);
        phones += messages;
        return client.awaitCompleted(client.send(pool, "hello", to), SOON);
    }

    private int carried(String sender) {
        return smsc.traffic().submits(s -> s.accepted() && s.from().equals(sender)).size();
    }

    private List<JsonNode> events(String sender) {
        List<JsonNode> events = new ArrayList<>();
        client.get("/v1/Senders/" + sender + "/HealthEvents?pageSize=1000")
                .expect(200)
                .json()
                .get("healthEvents")
                .forEach(events::add);
        return events;
    }

    private JsonNode health(String sender) {
        return client.get("/v1/Senders/" + sender).expect(200).json().get("health");
    }

    private JsonNode awaitHealth(String sender, String state) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> health(sender), h -> h.get("state").asString().equals(state));
    }

    @Test
    void one_failure_changes_no_share() {
        misbehave(WORSE, failing(1, SYSTEM_ERROR));
        assertThat(send(1).get("delivered").asInt()).isEqualTo(1);
        smsc.resetBehaviors();

        assertThat(share(100)).isCloseTo(0.5, within(0.03));
        assertThat(events(worse)).isEmpty();
        assertThat(health(worse).get("state").asString()).isEqualTo("HEALTHY");
    }

    @Test
    void bad_receipts_move_a_fifth_at_most_in_a_minute_and_each_step_is_told() {
        misbehave(WORSE, THIRTY_PERCENT_BAD);
        double before = share(2 * ROUND);
        assertThat(before).isCloseTo(0.5, within(0.05));
        while (events(worse).size() < 4) {
            int steps = events(worse).size();
            server.advance(Duration.ofSeconds(61));
            await().atMost(SOON).until(() -> events(worse).size() > steps);
            double after = share(ROUND);
            assertThat(before - after)
                    .as("moved after step " + steps)
                    .isLessThanOrEqualTo(0.2 * before + 0.02);
            before = after;
        }
        assertThat(before).as("a share of 0.41 to 1").isCloseTo(0.29, within(0.03));

        assertThat(events(worse))
                .extracting(e -> e.get("score").asDouble())
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b))
                .containsExactly(0.4096, 0.512, 0.64, 0.8);
        JsonNode last = events(worse).getFirst();
        assertThat(last.get("senderPoolId").asString()).isEqualTo(pool);
        assertThat(last.get("to").asString()).isEqualTo("DEGRADED");
        assertThat(last.get("reason").asString()).contains("receipts bad");
        JsonNode health = health(worse);
        assertThat(health.get("state").asString()).isEqualTo("DEGRADED");
        assertThat(health.get("score").asDouble()).isCloseTo(0.4096, within(1e-6));
        assertThat(events(backup)).isEmpty();
    }

    @Test
    void a_backup_takes_over_no_more_than_its_own_rate() {
        client.patch("/v1/Senders/" + backup, "{\"throughput\": 40}").expect(200);
        misbehave(WORSE, failing(1, INVALID_SOURCE));
        try (Stalls stalls = Stalls.watch()) {
            long begun = System.nanoTime();
            assertThat(send(100).get("delivered").asInt()).isEqualTo(100);
            double longest = stalls.longest(begun, System.nanoTime());

            assertThat(carried(BACKUP)).isEqualTo(100);
            assertThat((double) smsc.traffic().peakPerSecond(BACKUP))
                    .isLessThanOrEqualTo(40 * (1.1 + longest));
        }
    }

    @Test
    void a_pinned_health_stays_and_where_all_are_bad_nobody_is_worse() {
        smsc.behave(THIRTY_PERCENT_BAD);
        misbehave(BACKUP, THIRTY_PERCENT_BAD.withSeed(2));
        send(2 * ROUND);
        server.advance(Duration.ofSeconds(61));
        assertThat(share(ROUND)).isCloseTo(0.5, within(0.03));

        client.patch("/v1/SenderPools/" + pool + "/Senders/" + worse, "{\"pinnedHealth\": 1}")
                .expect(200);
        smsc.resetBehaviors();
        server.advance(Duration.ofMinutes(16));
        misbehave(WORSE, THIRTY_PERCENT_BAD);
        send(2 * ROUND);
        server.advance(Duration.ofSeconds(61));
        assertThat(share(ROUND)).isCloseTo(0.5, within(0.03));
        assertThat(events(worse)).isEmpty();
        assertThat(events(backup)).isEmpty();
    }

    @Test
    void a_sender_that_fails_half_of_twenty_rests_then_proves_itself() {
        misbehave(WORSE, failing(1, SYSTEM_ERROR));
        assertThat(send(100).get("delivered").asInt()).isEqualTo(100);
        JsonNode open = awaitHealth(worse, "OPEN");
        assertThat(open.get("reason").asString()).contains("ESME_RSYSERR");
        assertThat(carried(BACKUP)).isEqualTo(100);

        smsc.resetBehaviors();
        assertThat(share(20)).as("while it rests").isZero();
        server.advance(Duration.ofSeconds(31));
        await().atMost(SOON)
                .until(
                        () -> {
                            send(20);
                            return health(worse).get("state").asString();
                        },
                        "HEALTHY"::equals);
        assertThat(share(100)).isCloseTo(0.5, within(0.05));
        assertThat(events(worse))
                .filteredOn(e -> !e.get("reason").asString().startsWith("its connection"))
                .extracting(e -> e.get("to").asString())
                .containsExactly("CLOSED", "TENTH", "OPEN");
    }

    @Test
    void a_sender_the_carrier_does_not_accept_rests_at_once() {
        misbehave(WORSE, failing(1, INVALID_SOURCE));
        for (int i = 0; i < 4; i++) {
            assertThat(send(1).get("delivered").asInt()).isEqualTo(1);
        }

        assertThat(smsc.traffic().submits(s -> s.from().equals(WORSE))).hasSize(1);
        assertThat(health(worse).get("state").asString()).isEqualTo("OPEN");
        assertThat(events(worse)).hasSize(1);
        assertThat(events(worse).getFirst().get("reason").asString()).contains("RINVSRCADR");
    }
}
