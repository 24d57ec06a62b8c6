package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One person with two phones, tried one after the other.
class PhoneFallbackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECOND = "+14152912002";

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String pool = "";

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        String sender = client.sender("+12065550921", client.connection("carrier", smsc), 100);
        pool = client.pool("{\"fallbackAfterSeconds\": {\"SMS\": 2}}", List.of(sender));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private String send(String first) {
        return client.post(
                        "/v1/Messages",
                        """
                        {"from": {"senderPoolId": "%s"}, "content": {"text": "call me"},
                         "to": [{"addresses": [{"address": "%s", "channel": "PHONE"},
                                               {"address": "%s", "channel": "PHONE"}]}]}\
                        """
                                .formatted(pool, first, SECOND))
                .expect(202)
                .json()
                .get("operationId")
                .asString();
    }

    @Test
    void a_phone_that_does_not_confirm_in_time_is_followed_by_the_next() {
        String operation = send(MagicNumber.NO_RECEIPT.number());
        JsonNode message = client.awaitStatus(operation, "DELIVERED", PATIENCE);
        List<Submitted> submits = smsc.traffic().submits();
        assertThat(submits)
                .extracting(Submitted::to)
                .containsExactly(MagicNumber.NO_RECEIPT.number(), SECOND);
        Duration waited = Duration.between(submits.getFirst().at(), submits.getLast().at());
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(message.at("/attempts/0/status").asString()).isEqualTo("UNDELIVERED");
        assertThat(message.at("/attempts/0/error/code").asInt()).isEqualTo(30036);
        assertThat(message.at("/attempts/1/status").asString()).isEqualTo("DELIVERED");
        assertThat(message.get("deliveredVia")).hasSize(1);
        assertThat(client.operation(operation).at("/stats/delivered").asInt()).isEqualTo(1);
    }

    @Test
    void a_phone_that_confirms_in_time_is_the_only_one() {
        String operation = send("+14152912001");
        client.awaitStatus(operation, "DELIVERED", PATIENCE);
        server.advance(Duration.ofSeconds(10));
        String later = client.send(pool, "later", List.of("+14152912009"));
        client.awaitStatus(later, "DELIVERED", PATIENCE);
        assertThat(smsc.traffic().submits()).extracting(Submitted::to).doesNotContain(SECOND);
    }

    @Test
    void canceling_in_time_spares_the_next_phone() {
        String operation = send(MagicNumber.NO_RECEIPT.number());
        client.awaitStatus(operation, "SENT", PATIENCE);
        client.post("/v1/Messages/Operations/" + operation + "/Cancel", "").expect(202);
        server.advance(Duration.ofSeconds(10));
        String later = client.send(pool, "later", List.of("+14152912009"));
        client.awaitStatus(later, "DELIVERED", PATIENCE);
        assertThat(client.only(operation).get("status").asString()).isEqualTo("SENT");
        assertThat(smsc.traffic().submits()).extracting(Submitted::to).doesNotContain(SECOND);
    }

    @Test
    void the_time_goes_on_while_the_server_is_down() throws InterruptedException {
        String operation = send(MagicNumber.NO_RECEIPT.number());
        client.awaitStatus(operation, "SENT", PATIENCE);
        server.restart();
        client = server.client();
        client.awaitStatus(operation, "DELIVERED", PATIENCE);
        assertThat(smsc.traffic().submits()).hasSize(2);
    }

    /// Both phones confirm, each after its time: the message is delivered once.
    @Test
    void two_late_confirmations_are_one_delivery_and_one_duplicate() {
        smsc.behave(
                Behavior.DEFAULT.with(
                        Behavior.Receipts.AT_ONCE.after(Delay.ofMillis(4_000, 4_000))));
        String operation = send("+14152912001");
        JsonNode both =
                await().atMost(PATIENCE)
                        .until(
                                () -> client.only(operation),
                                m -> m.path("deliveredVia").size() == 2);
        assertThat(both.get("status").asString()).isEqualTo("DELIVERED");
        assertThat(both.get("attempts"))
                .allSatisfy(a -> assertThat(a.get("status").asString()).isEqualTo("DELIVERED"));
        List<String> types = new ArrayList<>();
        client.get("/v1/Events?pageSize=100")
                .expect(200)
                .json()
                .get("events")
                .forEach(event -> types.add(event.get("type").asString()));
        assertThat(types)
                .filteredOn(type -> type.contains("deliver"))
                .containsExactly(
                        "com.twilio.comms-api.message.undelivered",
                        "com.twilio.comms-api.message.delivered",
                        "com.twilio.comms-api.message.duplicate_delivery");
    }
}
