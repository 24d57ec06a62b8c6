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

/// What phones write is kept once, under one id, however often the carrier tells of it.
class Requirement31InboundTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SENDER = "+12065550931";
    private static final String PHONE = "+14155550931";

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String connection = "";
    private String sender = "";
    private String pool = "";

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        connection = client.connection("carrier", smsc);
        sender = client.sender(SENDER, connection, 100);
        pool = client.pool("{}", List.of(sender));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private List<JsonNode> inbound() {
        return client.listedBy("status=INBOUND");
    }

    private void write(String phone, String text) {
        assertThat(smsc.reply(phone, SENDER, text)).isTrue();
    }

    private List<JsonNode> awaitInbound(int count) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(this::inbound, found -> found.size() == count);
    }

    /// Waits for a later message, so that an earlier one that was not kept never will be.
    private List<JsonNode> awaitInboundAndAMark(int count, String mark) {
        write("+14155550999", mark);
        return awaitInbound(count + 1);
    }

    @Test
    void a_phones_message_is_listed_fetched_and_found_by_its_session() {
        String text = "Wie geht's? {{ name }} ".repeat(20).strip();
        write(PHONE, text);
        JsonNode listed = awaitInbound(1).getFirst();
        assertThat(listed.get("id").asString()).startsWith("comms_message_");
        assertThat(listed.at("/from/address").asString()).isEqualTo(PHONE);
        assertThat(listed.at("/from/channel").asString()).isEqualTo("PHONE");
        assertThat(listed.at("/to/0/address").asString()).isEqualTo(SENDER);
        assertThat(listed.at("/to/0/channel").asString()).isEqualTo("SMS");
        assertThat(listed.at("/to/0/senderId").asString()).isEqualTo(sender);
        assertThat(listed.at("/to/0/senderPoolId").asString()).isEqualTo(pool);
        JsonNode fetched = client.message(listed.get("id").asString());
        assertThat(fetched.at("/content/text").asString()).isEqualTo(text);
        assertThat(fetched.has("attempts")).isFalse();

        String session = fetched.get("sessionId").asString();
        assertThat(session).matches("comms_session_[a-hjkmnpqrstv-z0-9]{26,34}");
        String answer = client.send(pool, "Thanks!", List.of(PHONE));
        JsonNode answered = client.awaitStatus(answer, "DELIVERED", SOON);
        assertThat(answered.get("sessionId").asString()).isEqualTo(session);
        assertThat(answered.at("/related/1/name").asString()).isEqualTo("SESSION");
        client.send(pool, "Hello other", List.of("+14155550932"));
        assertThat(client.listedBy("sessionId=" + session))
                .extracting(m -> m.get("id").asString())
                .containsExactly(answered.get("id").asString(), fetched.get("id").asString());
        assertThat(client.get("/v1/Messages/Operations").json().get("operations").size())
                .as("nobody asked for what came in")
                .isEqualTo(2);
    }

    @Test
    void the_same_words_within_five_minutes_are_the_same_message() {
        write(PHONE, "Where is it?");
        String id = awaitInbound(1).getFirst().get("id").asString();
        write(PHONE, "Where is it?");
        write(PHONE, "where is it?");
        write("+14155550932", "Where is it?");
        assertThat(awaitInboundAndAMark(3, "mark"))
                .extracting(m -> m.get("id").asString())
                .contains(id);
        server.advance(Duration.ofMinutes(6));
        write(PHONE, "Where is it?");
        awaitInbound(5);
    }

    @Test
    void a_message_the_carrier_repeats_after_a_restart_keeps_its_id() throws InterruptedException {
        write(PHONE, "Hello?");
        String id = awaitInbound(1).getFirst().get("id").asString();
        server.restart();
        client = server.client();
        client.awaitState(connection, "CONNECTED");
        write(PHONE, "Hello?");
        assertThat(awaitInboundAndAMark(1, "mark"))
                .extracting(m -> m.get("id").asString())
                .contains(id);
    }

    @Test
    void who_writes_to_a_sender_keeps_it_where_the_pool_says_so() {
        String second = client.sender("+12065550932", connection, 100);
        String hybrid =
                client.pool(
                        """
                        {"sticky": {"mode": "HYBRID"}}\
                        """,
                        List.of(sender, second));
        String path = "/v1/SenderPools/" + hybrid + "/Assignments/";
        for (String written : List.of(SENDER, "+12065550932")) {
            String keeper = written.equals(SENDER) ? sender : second;
            assertThat(smsc.reply(PHONE, written, "Hello " + written)).isTrue();
            await().atMost(SOON)
                    .until(
                            () -> client.get(path + "%2B14155550931").expect(200).json(),
                            kept ->
                                    kept.get("by").asString().equals("INBOUND")
                                            && kept.get("senderId").asString().equals(keeper));
        }
        assertThat(
                        client.get("/v1/SenderPools/" + pool + "/Assignments/%2B14155550931")
                                .json()
                                .get("by")
                                .asString())
                .as("the other pool of the first sender")
                .isEqualTo("HASH");
    }

    @Test
    void what_was_written_to_nobody_is_dropped_and_acknowledged() {
        assertThat(smsc.reply(PHONE, "+12065559999", "anybody?")).isTrue();
        assertThat(awaitInboundAndAMark(0, "mark")).hasSize(1);
        assertThat(client.get("/metrics").text())
                .contains("posthorn_inbound_total{fate=\"no_sender\"} 1.0");
    }
}
