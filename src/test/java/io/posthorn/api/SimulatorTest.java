package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Esme;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.smpp.CommandStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorTest {
    private static final Instant NOON = Instant.parse("2026-03-19T12:00:00Z");
    private static final String BEHAVIOR = "/v1/Simulator/Behavior";

    private Smsc smsc;
    private Esme esme;
    private RunningApi api;

    @BeforeAll
    void start() throws Exception {
        smsc = Smsc.start(Behavior.DEFAULT);
        esme = Esme.bind(smsc, "acme");
        api = running(smsc);
    }

    private static RunningApi running(Smsc smsc) {
        Simulator simulator = new Simulator(Carriers.beside(smsc), by -> NOON.plus(by));
        return new RunningApi(RunningApi.Options.usual(), routes -> routes.with(simulator));
    }

    @AfterAll
    void stop() {
        api.close();
        esme.close();
        smsc.close();
    }

    @AfterEach
    void forget() {
        smsc.resetBehaviors();
        smsc.phones().clear();
    }

    @Test
    void the_inbox_shows_what_phones_received() throws Exception {
        String id = esme.submit(Esme.PHONE, "Hello").messageId();
        esme.delivered();

        JsonNode messages = api.get("/v1/Simulator/Inbox").json().get("messages");

        assertThat(messages).hasSize(1);
        JsonNode message = messages.get(0);
        assertThat(message.get("channel").asString()).isEqualTo("SMS");
        assertThat(message.get("from").asString()).isEqualTo("+15550100001");
        assertThat(message.get("to").asString()).isEqualTo("+15550200001");
        assertThat(message.get("text").asString()).isEqualTo("Hello");
        assertThat(message.get("parts").asInt()).isEqualTo(1);
        assertThat(message.get("dataCoding").asInt()).isZero();
        assertThat(message.get("carrierIds").get(0).asString()).isEqualTo(id);
        assertThat(Instant.parse(message.get("receivedAt").asString())).isBefore(Instant.now());
        assertThat(inbox("to=%2B15550200001&channel=sms")).hasSize(1);
        assertThat(inbox("to=%2B15550200002")).isEmpty();
        assertThat(inbox("channel=RCS")).isEmpty();
        assertThat(inbox("after=" + message.get("number").asInt())).isEmpty();
    }

    @Test
    void the_inbox_can_be_waited_for() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting =
                    CompletableFuture.supplyAsync(
                            () -> inbox("to=%2B15550200001&wait=20s"), executor);
            esme.submit(Esme.PHONE, "here I am");
            esme.delivered();

            assertThat(waiting.get().get(0).get("text").asString()).isEqualTo("here I am");
        }
        assertThat(inbox("to=%2B15550200009&wait=10ms")).isEmpty();
    }

    @Test
    void a_phone_can_answer() throws Exception {
        esme.submit(Esme.PHONE, "How are you?");
        esme.delivered();

        var answer = api.post("/v1/Simulator/Inbox", reply("+15550100001"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(esme.delivered().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("Fine");
        try (Smsc lonely = Smsc.start(Behavior.DEFAULT);
                RunningApi other = running(lonely)) {
            assertThat(other.post("/v1/Simulator/Inbox", reply("+15550100001")).status())
                    .isEqualTo(409);
        }
    }

    @Test
    void only_a_phone_can_write_and_only_to_a_sender() {
        var answer =
                api.post("/v1/Simulator/Inbox", "{\"from\":\"me\",\"to\":\"☎\",\"text\":\"x\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors")).hasSize(2);
    }

    @Test
    void only_what_a_phone_shows_can_be_tapped_or_read() {
        assertThat(act("{\"tap\": \"Yes\", \"from\": \"+15550200001\"}")).isEqualTo(404);
        assertThat(act("{\"read\": \"nothing\"}")).isEqualTo(404);
        assertThat(act("{\"tap\": \"Yes\"}")).isEqualTo(400);
        assertThat(act("{\"tap\": \"Yes\", \"read\": \"both\"}")).isEqualTo(400);
    }

    private int act(String body) {
        return api.post("/v1/Simulator/Inbox", body).status();
    }

    @Test
    void a_behaviour_is_set_shown_and_forgotten() throws Exception {
        String everything =
                """
                {"channel": "WHATSAPP", "connection": "acme", "sender": "+1 415 555 0101",
                 "phone": "+14155550199",
                 "answers": {"latencyMs": [5, 10], "throttlePerSecond": 50,
                             "retryAfterSeconds": 3,
                             "errors": {"share": 0.5, "status": 8}},
                 "receipts": {"delayMs": 100, "ids": "hex_then_decimal", "place": "TEXT",
                              "early": 0.1, "earlyByMs": 50, "missing": 0.2, "repeated": 0.3,
                              "outcomes": [{"outcome": "DELIVERED", "weight": 9},
                                           {"outcome": "UNDELIVERED", "errorCode": 30003}]},
                 "line": {"silence": "SUBMITS", "hangUpAfter": 7, "refuseBindsMs": 1000, "credentials": "REFUSED",
                          "attack": {"kind": "GARBAGE", "share": 0.01}},
                 "handsets": {"rcs": 0.5, "read": 0.25, "readAfterMs": [1, 2]},
                 "seed": 42}\
                """;

        var set = api.send("PUT", BEHAVIOR, everything);

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json())
                .isEqualTo(
                        RunningApi.JSON.readTree(
                                everything
                                        .replace("+1 415 555 0101", "+14155550101")
                                        .replace("hex_then_decimal", "HEX_THEN_DECIMAL")
                                        .replace("\"delayMs\": 100", "\"delayMs\": [100, 100]")
                                        .replace(
                                                "\"weight\": 9",
                                                "\"weight\": 9.0, \"errorCode\": 0")
                                        .replace("30003", "30003, \"weight\": 1.0")));
        JsonNode listed = api.get(BEHAVIOR).json().get("behaviors");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).has("sender")).isFalse();
        assertThat(listed.get(1)).isEqualTo(set.json());

        assertThat(api.delete(BEHAVIOR).status()).isEqualTo(204);
        assertThat(api.get(BEHAVIOR).json().get("behaviors")).hasSize(1);
    }

    @Test
    void a_behaviour_applies_at_once() throws Exception {
        api.send(
                "PUT",
                BEHAVIOR,
                """
                {"connection": "acme", "answers": {"errors": {"share": 1, "status": 20}}}\
                """);

        assertThat(esme.submit(Esme.PHONE, "x").status())
                .isEqualTo(CommandStatus.ESME_RMSGQFUL.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"phone\":\"+14155550101\",\"line\":{\"silence\":\"EVERYTHING\"}}"
                        + " | $.line.silence",
                "{\"handsets\":{\"rcs\":1.1}} | $.handsets.rcs",
                "{\"answers\":{\"retryAfterSeconds\":0}} | $.answers.retryAfterSeconds",
                "{\"sender\":\"+14155550101\",\"line\":{\"silence\":\"READS\"}} | $.line.silence",
                "{\"answers\":{\"latencyMs\":[10,5]}} | $.answers.latencyMs",
                "{\"answers\":{\"latencyMs\":-1}} | $.answers.latencyMs",
                "{\"answers\":{\"throttlePerSecond\":0}} | $.answers.throttlePerSecond",
                "{\"receipts\":{\"early\":1.5}} | $.receipts.early",
                "{\"receipts\":{\"ids\":\"ROMAN\"}} | $.receipts.ids",
                "{\"receipts\":{\"outcomes\":[]}} | $.receipts.outcomes",
                "{\"receipts\":{\"outcomes\":[{\"outcome\":\"LOST\"}]}}"
                        + " | $.receipts.outcomes[0].outcome",
                "{\"lines\":{}} | $.lines"
            })
    void a_wrong_behaviour_is_refused_with_its_place(String body, String place) {
        var answer = api.send("PUT", BEHAVIOR, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("context").asString()).isEqualTo(place);
        assertThat(api.get(BEHAVIOR).json().get("behaviors")).hasSize(1);
    }

    @Test
    void the_clock_moves_by_seconds_or_by_a_duration() {
        assertThat(clock("{\"advanceSeconds\": 90}")).isEqualTo(NOON.plusSeconds(90));
        assertThat(clock("{\"advance\": \"PT1H\"}")).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(api.post("/v1/Simulator/Clock", "{\"advance\": \"an hour\"}").status())
                .isEqualTo(400);
        assertThat(api.post("/v1/Simulator/Clock", "{\"advanceSeconds\": -1}").status())
                .isEqualTo(400);
    }

    @Test
    void a_server_without_simulator_has_no_such_paths() {
        try (RunningApi plain = new RunningApi()) {
            assertThat(plain.get("/v1/Simulator/Inbox").status()).isEqualTo(404);
        }
    }

    @Test
    void its_resources_are_in_the_description_of_the_api() {
        JsonNode document = api.get("/openapi.json").json();

        JsonNode behavior = document.at("/components/schemas/SimulatedBehavior/properties");
        assertThat(document.get("paths").toString())
                .contains("/Simulator/Inbox", "/Simulator/Clock");
        assertThat(behavior.has("receipts")).isTrue();
    }

    private Instant clock(String body) {
        return Instant.parse(api.post("/v1/Simulator/Clock", body).json().get("now").asString());
    }

    private JsonNode inbox(String query) {
        return api.get("/v1/Simulator/Inbox?" + query).json().get("messages");
    }

    private static String reply(String to) {
        return "{\"from\":\"+15550200001\",\"to\":\"%s\",\"text\":\"Fine\"}".formatted(to);
    }
}
