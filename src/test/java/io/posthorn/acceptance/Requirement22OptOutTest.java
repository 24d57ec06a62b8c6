package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whoever says STOP is told so, and then hears nothing more from that pool, by no sender of it.
class Requirement22OptOutTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String FIRST = "+12065550921";
    private static final String SECOND = "+12065550922";
    private static final String THIRD = "+12065550923";
    private static final String PHONE = "+14155550921";

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String connection = "";
    private String first = "";
    private String pool = "";
    private String other = "";

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        connection = client.connection("carrier", smsc);
        first = client.sender(FIRST, connection, 100);
        pool = client.pool("{}", List.of(first, client.sender(SECOND, connection, 100)));
        other = client.pool("{}", List.of(client.sender(THIRD, connection, 100)));
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private Received says(String sender, String text) throws InterruptedException {
        long before = received().stream().mapToLong(Received::number).max().orElse(0);
        assertThat(smsc.reply(PHONE, sender, text)).isTrue();
        var later =
                new Phones.Filter(
                        Phones.Filter.to(PHONE).to(), java.util.Optional.empty(), before, 10);
        List<Received> answers = smsc.phones().await(later, SOON);
        assertThat(answers).as("an answer to " + text).hasSize(1);
        return answers.getFirst();
    }

    private List<Received> received() {
        return smsc.phones().inbox(Phones.Filter.to(PHONE));
    }

    private JsonNode refused(String from) {
        String operation = client.send(from, "news", List.of(PHONE));
        JsonNode message = client.only(operation);
        assertThat(message.get("status").asString()).as("at once").isEqualTo("FAILED");
        assertThat(message.at("/error/code").asInt()).isEqualTo(21610);
        assertThat(message.get("attempts").isEmpty()).as("by no member").isTrue();
        return message;
    }

    private void delivered(String from) {
        String operation = client.send(from, "news", List.of(PHONE));
        client.awaitStatus(operation, "DELIVERED", SOON);
    }

    private List<JsonNode> optOuts() {
        return client.get("/v1/OptOuts?address=%2B14155550921")
                .expect(200)
                .json()
                .get("optOuts")
                .valueStream()
                .toList();
    }

    @Test
    void stop_is_confirmed_and_closes_the_pool_until_start() throws InterruptedException {
        delivered(pool);
        Received confirmation = says(FIRST, "Stop. Thank you");
        assertThat(confirmation.from()).isEqualTo(FIRST);
        assertThat(confirmation.text()).contains(FIRST, "unsubscribed", "START");
        assertThat(optOuts())
                .singleElement()
                .satisfies(o -> assertThat(o.get("scope").asString()).isEqualTo("POOL"))
                .satisfies(o -> assertThat(o.get("senderPoolId").asString()).isEqualTo(pool))
                .satisfies(o -> assertThat(o.get("source").asString()).isEqualTo("KEYWORD"));
        refused(pool);
        delivered(other);
        assertThat(
                        client.post(
                                        "/v1/Messages",
                                        """
                                        {"from": {"senderId": "%s"}, "to": [{"address": "%s", "channel": "PHONE"}],
                                         "content": {"text": "by another door"}}\
                                        """
                                                .formatted(first, PHONE))
                                .expect(202)
                                .json()
                                .get("operationId")
                                .asString())
                .satisfies(operation ->
                        assertThat(client.only(operation).at("/error/code").asInt())
                                .isEqualTo(21610));

        server.restart();
        client = server.client();
        client.awaitState(connection, "CONNECTED");
        refused(pool);
        assertThat(says(SECOND, "UNSTOP").text()).contains("subscribed again");
        delivered(pool);
        assertThat(optOuts()).isEmpty();
    }

    @Test
    void a_confirmation_is_a_message_like_any_other() throws InterruptedException {
        says(FIRST, "STOP");
        JsonNode confirmation =
                await().atMost(SOON)
                        .until(
                                () -> client.listedBy("status=DELIVERED"),
                                found -> found.size() == 1)
                        .getFirst();
        assertThat(confirmation.at("/from/address").asString()).isEqualTo(FIRST);
        JsonNode inbound = client.listedBy("status=INBOUND").getFirst();
        assertThat(confirmation.get("sessionId")).isEqualTo(inbound.get("sessionId"));
    }

    @Test
    void a_message_that_waited_when_stop_came_is_not_sent() throws InterruptedException {
        String operation =
                client.send(
                        pool,
                        "tomorrow",
                        List.of(PHONE),
                        """
                        , "schedule": {"sendAt": ["%s"]}\
                        """
                                .formatted(java.time.Instant.now().plus(Duration.ofHours(2))));
        says(FIRST, "QUIT");
        long before = smsc.phones().count();
        server.advance(Duration.ofHours(3));
        JsonNode message = client.awaitStatus(operation, "FAILED", SOON);
        assertThat(message.at("/error/code").asInt()).isEqualTo(21610);
        assertThat(message.get("attempts").isEmpty()).isTrue();
        assertThat(smsc.phones().count()).isEqualTo(before);
    }

    @Test
    void a_stop_may_reach_the_whole_account_or_mean_nothing() throws InterruptedException {
        client.patch(
                        "/v1/SenderPools/" + pool,
                        """
                        {"policy": {"optOut": "ACCOUNT"}}\
                        """)
                .expect(202);
        says(FIRST, "REVOKE");
        assertThat(optOuts())
                .singleElement()
                .satisfies(o -> assertThat(o.get("scope").asString()).isEqualTo("ACCOUNT"));
        refused(pool);
        refused(other);
        assertThat(says(FIRST, "start").text()).contains("subscribed again");
        delivered(other);

        client.patch(
                        "/v1/SenderPools/" + other,
                        """
                        {"policy": {"optOut": "OFF"}}\
                        """)
                .expect(202);
        assertThat(smsc.reply(PHONE, THIRD, "STOP")).isTrue();
        await().atMost(SOON).until(() -> client.listedBy("status=INBOUND").size() == 3);
        assertThat(optOuts()).isEmpty();
        delivered(other);
    }

    @Test
    void help_is_answered_but_not_for_ever() throws InterruptedException {
        assertThat(says(FIRST, "HELP").text()).contains("STOP");
        assertThat(says(FIRST, "help!").text()).contains("STOP");
        assertThat(says(FIRST, "Help?").text()).contains("STOP");
        smsc.reply(PHONE, FIRST, "help me");
        await().atMost(SOON).until(() -> client.listedBy("status=INBOUND").size() == 4);
        assertThat(received()).hasSize(3);
        server.advance(Duration.ofHours(1));
        says(FIRST, "help please");
    }

    @Test
    void words_that_change_nothing_are_only_kept() {
        smsc.reply(PHONE, FIRST, "Yes");
        await().atMost(SOON).until(() -> client.listedBy("status=INBOUND").size() == 1);
        assertThat(client.listedBy("status=QUEUED")).isEmpty();
        assertThat(received()).isEmpty();
    }

    @Test
    void what_a_request_records_holds_until_a_request_ends_it() {
        JsonNode made =
                client.post(
                                "/v1/OptOuts",
                                """
                                {"address": "(001) 415 555 0921", "senderPoolId": "%s"}\
                                """
                                        .formatted(pool)
                                        .replace("(001) ", "+1 "))
                        .expect(201)
                        .json();
        assertThat(made.get("address").asString()).isEqualTo(PHONE);
        assertThat(made.get("source").asString()).isEqualTo("API");
        String path = "/v1/OptOuts/" + made.get("id").asString();
        assertThat(client.get(path).expect(200).json()).isEqualTo(made);
        assertThat(
                        client.post(
                                        "/v1/OptOuts",
                                        """
                                        {"address": "%s", "senderPoolId": "%s"}\
                                        """
                                                .formatted(PHONE, pool))
                                .json())
                .as("the same again")
                .isEqualTo(made);
        refused(pool);
        client.delete(path).expect(204);
        client.get(path).expect(404);
        delivered(pool);

        String account =
                client.post(
                                "/v1/OptOuts",
                                """
                                {"address": "%s"}\
                                """
                                        .formatted(PHONE))
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
        refused(pool);
        refused(other);
        assertThat(optOuts()).extracting(o -> o.get("id").asString()).containsExactly(account);
    }
}
