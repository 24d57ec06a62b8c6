package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Twilio's Event Streams, asked as its helper libraries and command line ask: with forms.
class EventStreamsTest {

    private static final String SENT = "com.twilio.comms-api.message.sent";
    private static final String DELIVERED = "com.twilio.comms-api.message.delivered";

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    /// @param pairs names and values in turn
    private RunningApi.Answer form(String path, String... pairs) {
        String body =
                IntStream.range(0, pairs.length / 2)
                        .mapToObj(i -> pairs[2 * i] + "=" + encoded(pairs[2 * i + 1]))
                        .collect(Collectors.joining("&"));
        return api.send(
                api.request("POST", path, "")
                        .header("Authorization", RunningApi.basic(RunningApi.ACCOUNT))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode sink() {
        RunningApi.Answer made =
                form(
                        "/v1/Sinks",
                        "Description",
                        "events",
                        "SinkConfiguration",
                        "{\"destination\":\"https://example.com/hook\",\"method\":\"POST\","
                                + "\"batch_events\":false}",
                        "SinkType",
                        "webhook");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private JsonNode subscription(String sink) {
        RunningApi.Answer made =
                form(
                        "/v1/Subscriptions",
                        "Description",
                        "messages",
                        "SinkSid",
                        sink,
                        "Types",
                        "{\"type\":\"" + SENT + "\",\"schema_version\":4}",
                        "Types",
                        "{\"type\":\"" + DELIVERED + "\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    @Test
    void a_sink_is_a_webhook_under_another_name() {
        JsonNode sink = sink();
        String sid = sink.get("sid").asString();
        assertThat(sid).matches("DG[0-9a-f]{32}");
        assertThat(sink.get("status").asString()).isEqualTo("active");
        assertThat(sink.at("/sink_configuration/batch_events").asBoolean()).isFalse();
        assertThat(api.get("/v1/Sinks/" + sid).json()).isEqualTo(sink);
        JsonNode webhook = api.get("/v1/Webhooks").json().at("/webhooks/0");
        assertThat(webhook.get("url").asString()).isEqualTo("https://example.com/hook");
        assertThat(webhook.get("types")).isEmpty();
        assertThat(webhook.get("batchSize").asInt()).isEqualTo(1);

        assertThat(form("/v1/Sinks/" + sid, "Description", "other").json().get("description"))
                .hasToString("\"other\"");
        assertThat(form("/v1/Sinks/" + sid + "/Validate", "TestId", "t").status()).isEqualTo(201);
        assertThat(api.delete("/v1/Sinks/" + sid).status()).isEqualTo(204);
        assertThat(api.get("/v1/Sinks/" + sid).status()).isEqualTo(404);
    }

    private RunningApi.Answer kafka(String more) {
        return form(
                "/v1/Sinks",
                "Description",
                "lake",
                "SinkConfiguration",
                "{\"bootstrap_servers\":\"192.88.98.1:9092,192.88.98.2:9093\","
                        + "\"topic\":\"comms.events\""
                        + more
                        + "}",
                "SinkType",
                "kafka");
    }

    @Test
    void a_topic_is_a_sink_whose_password_nobody_sees() {
        RunningApi.Answer made =
                kafka(
                        ",\"tls\":true,\"sasl_mechanism\":\"scram_sha_512\","
                                + "\"username\":\"posthorn\",\"password\":\"swordfish\"");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.text()).doesNotContain("swordfish");
        JsonNode sink = made.json();
        assertThat(sink.get("sink_type").asString()).isEqualTo("kafka");
        JsonNode target = sink.get("sink_configuration");
        assertThat(target.get("bootstrap_servers").asString())
                .isEqualTo("192.88.98.1:9092,192.88.98.2:9093");
        assertThat(target.get("topic").asString()).isEqualTo("comms.events");
        assertThat(target.get("sasl_mechanism").asString()).isEqualTo("SCRAM_SHA_512");
        assertThat(target.get("password").asString()).isEqualTo("********");
        String sid = sink.get("sid").asString();
        assertThat(api.get("/v1/Sinks/" + sid).json()).isEqualTo(sink);
        assertThat(api.get("/v1/Sinks").json().at("/sinks/0")).isEqualTo(sink);
        assertThat(api.get("/v1/Webhooks").json().get("webhooks")).isEmpty();

        assertThat(subscription(sid).get("sink_sid").asString()).isEqualTo(sid);
        assertThat(api.get("/v1/Sinks?InUse=true").json().get("sinks")).hasSize(1);
        assertThat(api.get("/v1/Sinks/" + sid + "/Deliveries").json().get("deliveries")).isEmpty();
        RunningApi.Answer replay =
                api.post("/v1/Sinks/" + sid + "/Replay", "{\"since\":\"2026-01-01T00:00:00Z\"}");
        assertThat(replay.status()).as(replay.text()).isEqualTo(202);
        assertThat(form("/v1/Sinks/" + sid, "Description", "new").json().get("description"))
                .hasToString("\"new\"");
        assertThat(api.delete("/v1/Sinks/" + sid).status()).isEqualTo(409);
    }

    @Test
    void a_subscription_gives_a_sink_its_types() {
        String sink = sink().get("sid").asString();
        JsonNode subscription = subscription(sink);
        String path = "/v1/Subscriptions/" + subscription.get("sid").asString();
        assertThat(subscription.get("sid").asString()).matches("DF[0-9a-f]{32}");
        assertThat(subscription.get("sink_sid").asString()).isEqualTo(sink);
        assertThat(types(path)).containsExactly(SENT, DELIVERED);

        String read = "com.twilio.comms-api.message.read";
        JsonNode added =
                form(path + "/SubscribedEvents", "Type", read, "SchemaVersion", "4").json();
        assertThat(added.get("schema_version").asInt()).isEqualTo(4);
        assertThat(api.delete(path + "/SubscribedEvents/" + SENT).status()).isEqualTo(204);
        assertThat(types(path)).containsExactly(DELIVERED, read);
        assertThat(api.get(path + "/SubscribedEvents/" + SENT).status()).isEqualTo(404);

        assertThat(api.delete("/v1/Sinks/" + sink).status()).isEqualTo(409);
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.delete("/v1/Sinks/" + sink).status()).isEqualTo(204);
    }

    private List<String> types(String path) {
        return api.get(path + "/SubscribedEvents")
                .json()
                .get("types")
                .valueStream()
                .map(type -> type.get("type").asString())
                .toList();
    }

    @Test
    void json_with_names_in_any_spelling_is_taken_too() {
        RunningApi.Answer sink =
                api.post(
                        "/v1/Sinks",
                        """
                        {"description": "d", "sink_type": "webhook",
                         "sink_configuration": {"destination": "https://example.com/"}}\
                        """);
        assertThat(sink.status()).as(sink.text()).isEqualTo(201);
        RunningApi.Answer subscription =
                api.post(
                        "/v1/Subscriptions",
                        """
                        {"Description": "d", "sinkSid": "%s", "types": [{"type": "%s"}]}\
                        """
                                .formatted(sink.json().get("sid").asString(), SENT));
        assertThat(subscription.status()).as(subscription.text()).isEqualTo(201);
    }

    @Test
    void lists_are_paged_by_number() {
        String sink = sink().get("sid").asString();
        subscription(sink);
        subscription(sink);
        JsonNode first = api.get("/v1/Subscriptions?PageSize=1&SinkSid=" + sink).json();
        assertThat(first.get("subscriptions")).hasSize(1);
        assertThat(first.at("/meta/key").asString()).isEqualTo("subscriptions");
        String next = first.at("/meta/next_page_url").asString();
        JsonNode second = api.get(next.substring(api.url("").length())).json();
        assertThat(second.get("subscriptions")).hasSize(1);
        assertThat(second.get("subscriptions")).isNotEqualTo(first.get("subscriptions"));
        assertThat(second.at("/meta/next_page_url").isNull()).isTrue();
    }

    @Test
    void the_types_there_are_can_be_listed() {
        JsonNode types = api.get("/v1/Types").json().get("types");
        assertThat(types).hasSizeGreaterThanOrEqualTo(10);
        JsonNode sent = api.get("/v1/Types/" + SENT).json();
        assertThat(sent.get("schema_id").asString()).isEqualTo("CommsApi.MessageSent");
        assertThat(api.get("/v1/Types/com.example").status()).isEqualTo(404);
    }

    @Test
    void a_type_leads_to_its_schema() {
        for (JsonNode type : api.get("/v1/Types").json().get("types")) {
            String path = "/v1/Schemas/" + type.get("schema_id").asString();
            JsonNode schema = api.get(path).json();
            assertThat(schema.get("last_version")).isEqualTo(type.get("schema_version"));
            JsonNode version = api.get(path + "/Versions").json().at("/schema_versions/0");
            assertThat(version.get("schema_version")).isEqualTo(type.get("schema_version"));
            String url = version.get("url").asString().substring(api.url("").length());
            assertThat(api.get(url).json()).isEqualTo(version);
            String raw = version.get("raw").asString().substring(api.url("").length());
            assertThat(api.get(raw).json().get("$schema").asString())
                    .isEqualTo("http://json-schema.org/draft-07/schema#");
        }
        assertThat(api.get("/v1/Schemas/CommsApi.MessageSent/Versions/3").status()).isEqualTo(404);
        assertThat(api.get("/v1/Schemas/CommsApi.MessageLost/Versions").status()).isEqualTo(404);
    }

    @Test
    void what_is_wrong_is_said() {
        RunningApi.Answer inside =
                form(
                        "/v1/Sinks",
                        "Description",
                        "d",
                        "SinkConfiguration",
                        "{\"destination\":\"http://10.0.0.1/\"}",
                        "SinkType",
                        "webhook");
        assertThat(inside.status()).isEqualTo(400);
        assertThat(inside.json().at("/errors/0/context").asString())
                .isEqualTo("$.SinkConfiguration.destination");
        assertThat(form("/v1/Sinks", "SinkType", "kinesis").json().get("errors")).hasSize(3);
        RunningApi.Answer unknown =
                form(
                        "/v1/Subscriptions",
                        "Description",
                        "d",
                        "SinkSid",
                        "DG00000000000000000000000000000000",
                        "Types",
                        "{\"type\":\"com.twilio.messaging.message.sent\"}");
        assertThat(unknown.status()).isEqualTo(400);
        RunningApi.Answer nowhere =
                form(
                        "/v1/Subscriptions",
                        "Description",
                        "d",
                        "SinkSid",
                        "DG00000000000000000000000000000000",
                        "Types",
                        "{\"type\":\"" + SENT + "\"}");
        assertThat(nowhere.status()).isEqualTo(404);
    }
}
