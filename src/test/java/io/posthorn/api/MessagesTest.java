package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.DownstreamSid;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesTest {

    private RunningApi api;
    private String pool;

    @BeforeAll
    void start() {
        api = new RunningApi();
        pool = api.pool(api.sender("+14155550101", api.connection()));
    }

    @AfterAll
    void stop() {
        api.close();
    }

    private RunningApi.Answer send(String recipients, String more) {
        return api.post(
                "/v1/Messages",
                """
                {"from": {"senderPoolId": "%s"}, "to": [%s],
                 "content": {"text": "Hi {{ firstName | default: 'there' }}"}%s}\
                """
                        .formatted(pool, recipients, more));
    }

    private JsonNode messages(RunningApi.Answer accepted) {
        return api.get("/v1/Messages?operationId=" + accepted.json().get("operationId").asString())
                .json()
                .get("messages");
    }

    @Test
    void each_recipient_becomes_a_message_with_its_own_text() {
        var accepted =
                send(
                        """
                        {"address": "+14155550123", "channel": "phone", "variables": {"firstName": "Ada"}},
                        {"addresses": [{"address": "+1 (415) 555-0124", "channel": "PHONE"}]}\
                        """,
                        "");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().get("operationLocation").asString())
                .isEqualTo(accepted.header("location").orElseThrow());
        JsonNode messages = messages(accepted);
        assertThat(messages).hasSize(2);
        JsonNode second = messages.get(0);
        assertThat(second.get("to").toString())
                .isEqualTo("[{\"address\":\"+14155550124\",\"channel\":\"PHONE\"}]");
        assertThat(second.get("status").asString()).isEqualTo("QUEUED");
        assertThat(second.has("content")).isFalse();
        assertThat(second.get("scheduledFor").isNull()).isTrue();
        assertThat(second.get("deletedAt").isNull()).isTrue();
        JsonNode first = api.get("/v1/Messages/" + messages.get(1).get("id").asString()).json();
        assertThat(first.get("content").toString()).isEqualTo("{\"text\":\"Hi Ada\"}");
        assertThat(first.get("attempts")).isEmpty();
        assertThat(first.get("from").toString()).isEqualTo("{\"senderPoolId\":\"" + pool + "\"}");
        assertThat(first.get("related").get(0).get("uri").asString())
                .isEqualTo(accepted.header("location").orElseThrow());
    }

    @Test
    void an_operation_counts_its_messages() {
        var accepted =
                send(
                        """
                        {"address": "+14155550123", "channel": "PHONE"},
                        {"address": "+14155550124", "channel": "WHATSAPP"}\
                        """,
                        "");

        String location = accepted.header("location").orElseThrow();
        JsonNode operation = api.get(location.substring(api.url("").length())).json();

        assertThat(operation.get("status").asString()).isEqualTo("PROCESSING");
        assertThat(operation.get("stats").toString())
                .isEqualTo(
                        "{\"total\":2,\"recipients\":2,\"attempts\":0,\"unaddressable\":1,"
                                + "\"scheduled\":0,\"queued\":1,\"sent\":0,\"delivered\":0,"
                                + "\"read\":0,\"undelivered\":0,\"failed\":0,\"canceled\":0}");
        JsonNode errors =
                api.get(location.substring(api.url("").length()) + "/Errors").json().get("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).get("context").asString()).isEqualTo("$.to[1]");
    }

    @Test
    void what_has_not_left_is_canceled_in_any_spelling() {
        for (int spelling = 0; spelling < 3; spelling++) {
            var accepted = send("{\"address\": \"+14155550123\", \"channel\": \"PHONE\"}", "");
            String id = accepted.json().get("operationId").asString();
            String path = "/v1/Messages/Operations/" + id;

            var canceled = cancel(path, spelling);

            assertThat(canceled.status()).isEqualTo(202);
            assertThat(canceled.json().get("resourceId").asString()).isEqualTo(id);
            assertThat(messages(accepted).get(0).get("status").asString()).isEqualTo("CANCELED");
            assertThat(api.get(path).json().get("status").asString()).isEqualTo("CANCELED");
            assertThat(cancel(path, spelling).status()).isEqualTo(202);
        }
    }

    @Test
    void what_is_complete_cannot_be_canceled() {
        var accepted = send("{\"address\": \"+14155550123\", \"channel\": \"WHATSAPP\"}", "");
        String id = accepted.json().get("operationId").asString();

        var refused = api.delete("/v1/Messages/Operations/" + id);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("code").intValue()).isEqualTo(30409);
    }

    private RunningApi.Answer cancel(String path, int spelling) {
        return switch (spelling) {
            case 0 -> api.send("POST", path + "/Cancel", "");
            case 1 -> api.delete(path);
            default -> api.patch(path, "{\"status\": \"canceled\"}");
        };
    }

    @Test
    void the_same_key_and_body_send_once() {
        String body =
                """
                {"from": {"senderPoolId": "%s"}, "content": {"text": "once"},
                 "to": [{"address": "+14155550123", "channel": "PHONE"}]}\
                """
                        .formatted(pool);
        String reordered =
                """
                {"to": [{"channel": "PHONE", "address": "+14155550123"}],
                 "content": {"text": "once"}, "from": {"senderPoolId": "%s"}}\
                """
                        .formatted(pool);

        var first = api.send("POST", "/v1/Messages", body, "Idempotency-Key", "k1");
        var again = api.send("POST", "/v1/Messages", reordered, "Idempotency-Key", "k1");
        var other =
                api.send(
                        "POST",
                        "/v1/Messages",
                        body.replace("once", "twice"),
                        "Idempotency-Key",
                        "k1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("idempotent-replayed")).contains("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(other.status()).isEqualTo(409);
    }

    @Test
    void a_local_time_is_a_different_moment_for_each_recipient() {
        var accepted =
                send(
                        """
                        {"address": "+12125550123", "channel": "PHONE"},
                        {"address": "+442071234567", "channel": "PHONE"}\
                        """,
                        ", \"schedule\": {\"sendAt\": [\"%s\"]}".formatted(inTenDays() + "T09:30"));

        assertThat(accepted.status()).isEqualTo(202);
        JsonNode messages = messages(accepted);
        assertThat(messages.get(0).get("status").asString()).isEqualTo("SCHEDULED");
        assertThat(messages.get(0).get("scheduledFor").asString())
                .isNotEqualTo(messages.get(1).get("scheduledFor").asString());
    }

    private static String inTenDays() {
        return java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(10).toString();
    }

    @Test
    void the_sid_of_no_attempt_leads_nowhere() {
        var accepted = send("{\"address\": \"+14155550123\", \"channel\": \"PHONE\"}", "");
        MessageId id =
                MessageId.parse(
                                Operation.Kind.MESSAGE,
                                messages(accepted).get(0).get("id").asString())
                        .orElseThrow();

        assertThat(api.get("/v1/Messages/Seek/" + new DownstreamSid(id, 1)).status())
                .isEqualTo(404);
        assertThat(api.get("/v1/Messages/Seek/SM00000000000000000000000000000000").status())
                .isEqualTo(404);
    }

    @Test
    void another_account_sees_nothing_of_it() {
        var accepted = send("{\"address\": \"+14155550123\", \"channel\": \"PHONE\"}", "");
        String message = messages(accepted).get(0).get("id").asString();
        String other = RunningApi.basic(RunningApi.OTHER);

        assertThat(api.send("GET", "/v1/Messages/" + message, "", "Authorization", other).status())
                .isEqualTo(404);
        assertThat(
                        api.send("GET", "/v1/Messages", "", "Authorization", other)
                                .json()
                                .get("messages"))
                .isEmpty();
    }
}
