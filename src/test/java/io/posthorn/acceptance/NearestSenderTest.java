package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who goes first among senders that all could: by place, by kind, by tier, and who has just
/// written to the recipient.
class NearestSenderTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NEW_YORKER = "+12122000601";
    private static final String SAME_AREA = "+12125550601";
    private static final String OVERLAY = "+16465550601";
    private static final String SEATTLE = "+12065550601";
    private static final String TOLL_FREE = "+18885550601";
    private static final String SHORT_CODE = "72601";

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String connection = "";

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

    private String sender(String address) {
        return client.sender(address, connection, 100);
    }

    private String next(String pool) {
        int before = smsc.traffic().submits().size();
        client.awaitStatus(client.send(pool, "hello", List.of(NEW_YORKER)), "DELIVERED", SOON);
        List<Submitted> after = smsc.traffic().submits();
        assertThat(after).hasSize(before + 1);
        return after.getLast().from();
    }

    private void change(String pool, String sender, String membership) {
        client.patch("/v1/SenderPools/" + pool + "/Senders/" + sender, membership).expect(200);
    }

    @Test
    void the_recipients_own_area_code_then_its_overlay_then_any_other() {
        String far = sender(SEATTLE);
        String overlay = sender(OVERLAY);
        String near = sender(SAME_AREA);
        String pool =
                client.pool(
                        "{\"sticky\": {\"mode\": \"NONE\"}, \"geoMatch\": \"PREFER\"}",
                        List.of(far, overlay, near));

        assertThat(next(pool)).isEqualTo(SAME_AREA);
        assertThat(next(pool)).isEqualTo(SAME_AREA);
        change(pool, near, "{\"enabled\": false}");
        assertThat(next(pool)).isEqualTo(OVERLAY);
        change(pool, overlay, "{\"weight\": 0}");
        assertThat(next(pool)).isEqualTo(SEATTLE);
        change(pool, near, "{\"enabled\": true}");
        assertThat(next(pool)).isEqualTo(SAME_AREA);
    }

    @Test
    void the_kind_of_sender_that_goes_first_by_the_recipients_country() {
        List<String> senders = List.of(sender(SEATTLE), sender(TOLL_FREE), sender(SHORT_CODE));
        String usual =
                client.pool("{\"sticky\": {\"mode\": \"NONE\"}, \"geoMatch\": \"OFF\"}", senders);
        String other =
                client.pool(
                        """
                        {"sticky": {"mode": "NONE"}, "geoMatch": "OFF",
                         "kindOrder": {"US": ["TOLL_FREE", "LONG_CODE"], "*": ["SHORT_CODE"]}}\
                        """,
                        senders);

        assertThat(List.of(next(usual), next(usual))).containsOnly(SHORT_CODE);
        assertThat(List.of(next(other), next(other))).containsOnly(TOLL_FREE);
        change(usual, senders.get(2), "{\"enabled\": false}");
        assertThat(next(usual)).isEqualTo(TOLL_FREE);
        change(other, senders.get(1), "{\"enabled\": false}");
        assertThat(next(other)).isEqualTo(SEATTLE);
    }

    @Test
    void a_slow_first_tier_keeps_its_messages_unless_they_may_spill() {
        String slow = client.sender(SAME_AREA, connection, 1);
        String fast = sender(SEATTLE);
        String strict = client.pool("{\"sticky\": {\"mode\": \"NONE\"}}", List.of(slow, fast));
        String spilling =
                client.pool(
                        "{\"sticky\": {\"mode\": \"NONE\"}, \"tierSpillAfterSeconds\": 2}",
                        List.of(slow, fast));
        change(strict, fast, "{\"tier\": 1}");
        change(spilling, fast, "{\"tier\": 1}");

        String three = client.send(strict, "strictly", Client.phones(2_610_000, 3));
        client.awaitCompleted(three, SOON);
        assertThat(smsc.traffic().submits()).extracting(Submitted::from).containsOnly(SAME_AREA);

        smsc.traffic().clear();
        long begun = System.nanoTime();
        String ten = client.send(spilling, "patiently", Client.phones(2_610_010, 10));
        client.awaitCompleted(ten, SOON);
        Arrivals spilled = new Arrivals(smsc.traffic().submits()).of(SEATTLE);
        assertThat(spilled.count()).isBetween(6, 9);
        assertThat((spilled.first() - begun) / 1e9).as("seconds").isGreaterThan(1.85);
    }

    @Test
    void who_wrote_to_the_recipient_a_moment_ago_lets_another_or_waits() {
        String shy = sender(SAME_AREA);
        client.patch("/v1/Senders/" + shy, "{\"pairIntervalSeconds\": 600}").expect(200);
        String alone = client.pool("{}", List.of(shy));
        String together =
                client.pool(
                        "{\"sticky\": {\"mode\": \"NONE\"}, \"geoMatch\": \"PREFER\"}",
                        List.of(shy, sender(SEATTLE)));

        assertThat(next(together)).isEqualTo(SAME_AREA);
        assertThat(next(together)).isEqualTo(SEATTLE);
        String second = client.send(alone, "again", List.of(NEW_YORKER));
        await().atMost(SOON)
                .until(
                        () -> client.only(second).path("waitingReason").asString(""),
                        "PAIR_RATE"::equals);
        client.awaitStatus(
                client.send(alone, "somebody else", Client.phones(2_610_030, 1)),
                "DELIVERED",
                SOON);
        server.advance(Duration.ofSeconds(601));
        client.awaitStatus(second, "DELIVERED", SOON);
    }
}
