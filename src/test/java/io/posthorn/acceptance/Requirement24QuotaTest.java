package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.AdjustableTime;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 24: a sender that has used up a quota takes no message until
/// the quota begins anew, and everybody sees it. It is the last evening of June.
class Requirement24QuotaTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant EVENING = Instant.parse("2026-06-30T20:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-07-01T00:00:00Z");
    private static final String LIMITED = "+12065552401";
    private static final String FREE = "+12065552402";
    private static final List<String> PHONES = Client.phones(2_240_000, 20);
    private static final String GERMAN = "+4915123456789";
    private static final String UNSTICKY = "{\"sticky\": {\"mode\": \"NONE\"}}";

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String connection = "";
    private String limited = "";

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        Duration away = Duration.between(Instant.now(), EVENING);
        server =
                RunningServer.in(
                        folder,
                        new AdjustableTime(InstantSource.offset(InstantSource.system(), away)));
        client = server.client();
        connection = client.connection("carrier", smsc);
        limited = client.sender(LIMITED, connection, 100);
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private void limit(String limits) {
        client.patch("/v1/Senders/" + limited, limits).expect(200);
    }

    private long sentBy(String sender) {
        return smsc.traffic().submits(s -> s.from().equals(sender)).size();
    }

    private void deliver(String pool, String... phones) {
        for (String phone : phones) {
            String operation = client.send(pool, "hello", List.of(phone));
            client.awaitStatus(operation, "DELIVERED", SOON);
        }
    }

    private JsonNode awaitWaiting(String operation) {
        return await().atMost(SOON)
                .until(
                        () -> client.only(operation),
                        m -> m.path("waitingReason").asString("").equals("QUOTA"));
    }

    private static Instant waitingUntil(JsonNode message) {
        return Instant.parse(message.get("waitingUntil").asString());
    }

    private JsonNode quota(String pool) {
        return client.get("/v1/SenderPools/" + pool + "/Status")
                .expect(200)
                .json()
                .at("/members/0/quotas/0");
    }

    @Test
    void others_take_the_rest_until_midnight_of_its_own_zone() {
        limit(
                """
                {"quotas": [{"kind": "MESSAGES", "period": "DAY", "limit": 2}],
                 "quotaZone": "Europe/Berlin"}\
                """);
        String free = client.sender(FREE, connection, 100);
        String pool = client.pool(UNSTICKY, List.of(limited, free));

        String first = client.send(pool, "today", PHONES.subList(0, 8));
        assertThat(client.awaitCompleted(first, SOON).get("delivered").asInt()).isEqualTo(8);
        assertThat(sentBy(LIMITED)).isEqualTo(2);
        assertThat(sentBy(FREE)).isEqualTo(6);
        assertThat(quota(pool).get("left").asInt()).isZero();
        assertThat(Instant.parse(quota(pool).get("resetsAt").asString()))
                .isEqualTo("2026-06-30T22:00:00Z");

        server.advance(Duration.ofMinutes(121));
        assertThat(quota(pool).get("left").asInt()).isEqualTo(2);
        String second = client.send(pool, "tomorrow", PHONES.subList(8, 16));
        assertThat(client.awaitCompleted(second, SOON).get("delivered").asInt()).isEqualTo(8);
        assertThat(sentBy(LIMITED)).isEqualTo(4);
    }

    @Test
    void alone_its_messages_wait_for_midnight_also_after_a_restart() throws InterruptedException {
        limit("{\"dailyLimit\": 2}");
        String pool = client.pool("{}", List.of(limited));
        deliver(pool, PHONES.get(0), PHONES.get(1));
        server.restart();
        client = server.client();
        client.awaitState(connection, "CONNECTED");

        String operation = client.send(pool, "too much", List.of(PHONES.get(2)));
        assertThat(waitingUntil(awaitWaiting(operation))).isEqualTo(MIDNIGHT);
        assertThat(quota(pool).get("left").asInt()).isZero();
        server.restart();
        client = server.client();
        assertThat(waitingUntil(awaitWaiting(operation))).isEqualTo(MIDNIGHT);
        assertThat(sentBy(LIMITED)).isEqualTo(2);

        server.advance(Duration.ofMinutes(241));
        client.awaitStatus(operation, "DELIVERED", SOON);
    }

    @Test
    void segments_are_counted_as_segments() {
        limit("{\"quotas\": [{\"kind\": \"SEGMENTS\", \"period\": \"DAY\", \"limit\": 5}]}");
        String pool = client.pool("{}", List.of(limited));
        String three = "x".repeat(400);
        String fits = client.send(pool, three, List.of(PHONES.get(0)));
        client.awaitStatus(fits, "DELIVERED", SOON);

        String tooLong = client.send(pool, three, List.of(PHONES.get(1)));
        assertThat(waitingUntil(awaitWaiting(tooLong))).isEqualTo(MIDNIGHT);
        String shorter = client.send(pool, "x".repeat(300), List.of(PHONES.get(2)));
        client.awaitStatus(shorter, "DELIVERED", SOON);
        assertThat(sentBy(LIMITED)).as("segments").isEqualTo(5);
    }

    @Test
    void who_was_written_to_this_month_may_be_again() {
        limit(
                "{\"quotas\": [{\"kind\": \"UNIQUE_RECIPIENTS\", \"period\": \"MONTH\","
                        + " \"limit\": 2}]}");
        String pool = client.pool("{}", List.of(limited));
        deliver(pool, PHONES.get(0), PHONES.get(1), PHONES.get(0));

        String third = client.send(pool, "hello", List.of(PHONES.get(2)));
        assertThat(waitingUntil(awaitWaiting(third))).isEqualTo(MIDNIGHT);
        deliver(pool, PHONES.get(1));
        server.advance(Duration.ofMinutes(241));
        client.awaitStatus(third, "DELIVERED", SOON);
    }

    @Test
    void a_quota_of_one_country_holds_nobody_elses_messages() {
        limit(
                "{\"quotas\": [{\"kind\": \"MESSAGES\", \"period\": \"DAY\", \"limit\": 1,"
                        + " \"countries\": [\"DE\"]}]}");
        String pool = client.pool("{}", List.of(limited));
        deliver(pool, GERMAN);

        String another = client.send(pool, "hallo", List.of(GERMAN));
        awaitWaiting(another);
        deliver(pool, PHONES.get(0), PHONES.get(1));
        assertThat(client.only(another).get("status").asString()).isEqualTo("QUEUED");
    }
}
