package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Operation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MessagesTest extends SendingContract {

    private String pool = "";

    MessagesTest() {
        super(Operation.Kind.MESSAGE, "/v1/Messages", "messages");
    }

    @Override
    void prepare() {
        pool = api.pool(api.sender("+14155550101", api.connection()));
    }

    @Override
    String request(String recipients, String more) {
        return """
        {"from": {"senderPoolId": "%s"}, "to": [%s],
         "content": {"text": "Hi {{ firstName | default: 'there' }}"}%s}\
        """
                .formatted(pool, recipients, more);
    }

    @Override
    String reachable(int number) {
        return """
        {"address": "+1415556%04d", "channel": "phone", "variables": {"firstName": "Ada"}}\
        """
                .formatted(number);
    }

    @Override
    String unreachable() {
        return "{\"address\": \"+14155550124\", \"channel\": \"WHATSAPP\"}";
    }

    @Override
    void showsContent(JsonNode fetched) {
        assertThat(fetched.get("content").toString()).isEqualTo("{\"text\":\"Hi Ada\"}");
        assertThat(fetched.get("from").toString()).isEqualTo("{\"senderPoolId\":\"" + pool + "\"}");
        assertThat(fetched.get("to").toString())
                .isEqualTo("[{\"address\":\"+14155560001\",\"channel\":\"PHONE\"}]");
        assertThat(fetched.get("attempts")).isEmpty();
        assertThat(fetched.get("scheduledFor").isNull()).isTrue();
        assertThat(fetched.get("deletedAt").isNull()).isTrue();
    }

    @Override
    List<String> counters() {
        return List.of(
                "total",
                "recipients",
                "attempts",
                "unaddressable",
                "scheduled",
                "queued",
                "sent",
                "delivered",
                "read",
                "undelivered",
                "failed",
                "canceled");
    }

    @Override
    String readStatus() {
        return "READ";
    }

    @Test
    void addresses_are_kept_in_one_form() {
        var accepted =
                api.post(
                        "/v1/Messages",
                        request(
                                """
                                {"addresses": [{"address": "+1 (415) 555-0124", "channel": "PHONE"}]}\
                                """,
                                ""));

        assertThat(messages(accepted).get(0).get("to").toString())
                .isEqualTo("[{\"address\":\"+14155550124\",\"channel\":\"PHONE\"}]");
    }

    private JsonNode messages(RunningApi.Answer accepted) {
        return api.get("/v1/Messages?operationId=" + accepted.json().get("operationId").asString())
                .json()
                .get("messages");
    }

    @Test
    void a_local_time_is_a_different_moment_for_each_recipient() {
        var accepted =
                api.post(
                        "/v1/Messages",
                        request(
                                """
                                {"address": "+12125550123", "channel": "PHONE"},
                                {"address": "+442071234567", "channel": "PHONE"}\
                                """,
                                ", \"schedule\": {\"sendAt\": [\"%s\"]}"
                                        .formatted(inTenDays() + "T09:30")));

        assertThat(accepted.status()).isEqualTo(202);
        JsonNode messages = messages(accepted);
        assertThat(messages.get(0).get("status").asString()).isEqualTo("SCHEDULED");
        assertThat(messages.get(0).get("scheduledFor").asString())
                .isNotEqualTo(messages.get(1).get("scheduledFor").asString());
    }

    private static String inTenDays() {
        return LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();
    }
}
