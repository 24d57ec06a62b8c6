package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EmailsTest extends SendingContract {

    private static final String SUPPORT = "support@acme.test";

    private String sender = "";
    private String pool = "";

    EmailsTest() {
        super(Operation.Kind.EMAIL, "/v1/Emails", "emails");
    }

    @Override
    void prepare() {
        sender = api.sender(SUPPORT, "EMAIL", api.letters());
        pool = api.pool(sender, api.sender("+14155550101", api.connection()));
    }

    @Override
    String request(String recipients, String more) {
        return """
        {"from": {"address": "%s", "name": "Acme for {{ firstName }}"}, "to": [%s],
         "content": {"subject": "Hi {{ firstName | default: 'there' }}",
          "html": "<p>Hi {{ firstName }}</p>",
          "attachments": [{"filename": "a.pdf", "contentType": "application/pdf",
           "content": "JVBERi0xLjQ="}]}%s}\
        """
                .formatted(SUPPORT, recipients, more);
    }

    @Override
    String reachable(int number) {
        return """
        {"address": "ada%d@example.test", "name": "Ada", "variables": {"firstName": "Ada"}}\
        """
                .formatted(number);
    }

    @Override
    String unreachable() {
        return """
        {"profileId": "mem_profile_01h9krwprkeee8fzqspvwy6nq7",
         "memoryStoreId": "mem_store_00000000000000000000000000",
         "variables": {"firstName": "Ada"}}\
        """;
    }

    @Override
    void showsContent(JsonNode fetched) {
        assertThat(fetched.get("content").toString())
                .isEqualTo(
                        "{\"subject\":\"Hi Ada\",\"html\":\"<p>Hi Ada</p>\",\"attachments\":["
                                + "{\"filename\":\"a.pdf\",\"contentType\":\"application/pdf\","
                                + "\"size\":8}]}");
        assertThat(fetched.get("from").toString())
                .isEqualTo("{\"name\":\"Acme for Ada\",\"senderId\":\"" + sender + "\"}");
        assertThat(fetched.get("to").toString())
                .isEqualTo(
                        "[{\"name\":\"Ada\",\"address\":\"ada1@example.test\",\"channel\":\"EMAIL\"}]");
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
                "opened",
                "undelivered",
                "failed",
                "canceled");
    }

    @Override
    String readStatus() {
        return "OPENED";
    }

    private RunningApi.Answer from(String from) {
        return api.post(
                "/v1/Emails",
                """
                {"from": %s, "to": [%s], "content": {"subject": "Hi", "html": "<p>Hi</p>"}}\
                """
                        .formatted(from, reachable(1)));
    }

    @Test
    void it_is_sent_from_an_address_a_sender_or_a_pool() {
        assertThat(from("{\"address\": \"%s\"}".formatted(SUPPORT)).status()).isEqualTo(202);
        assertThat(from("{\"senderId\": \"%s\"}".formatted(sender)).status()).isEqualTo(202);

        RunningApi.Answer pooled = from("{\"senderPoolId\": \"%s\"}".formatted(pool));

        assertThat(pooled.status()).isEqualTo(202);
        JsonNode email =
                api.get("/v1/Emails?operationId=" + pooled.json().get("operationId").asString())
                        .json()
                        .get("emails")
                        .get(0);
        assertThat(email.get("from").get("senderPoolId").asString()).isEqualTo(pool);
        assertThat(email.get("status").asString()).isEqualTo("QUEUED");
    }

    @Test
    void a_domain_is_the_same_in_any_case() {
        assertThat(from("{\"address\": \"support@ACME.test\"}").status()).isEqualTo(202);
        api.post(
                "/v1/Emails",
                request("{\"address\": \"Bo@Case.Example.TEST\"}", "")
                        .replace("<p>Hi {{ firstName }}</p>", "<p>Hi</p>"));

        JsonNode found =
                api.post("/v1/Emails/Search", "{\"address\": \"Bo@CASE.example.test\"}").json();

        assertThat(found.at("/emails/0/to/0/address").asString()).isEqualTo("Bo@case.example.test");
    }

    @Test
    void the_path_is_found_in_any_case() {
        assertThat(api.get("/v1/emails").json().has("emails")).isTrue();
    }

    @Test
    void html_is_filled_as_it_is_and_text_too() {
        RunningApi.Answer accepted =
                api.post(
                        "/v1/Emails",
                        """
                        {"from": {"senderId": "%s"}, "ipPoolName": "transactional",
                         "to": [{"address": "a@example.test", "variables": {"who": "<b>&"}}],
                         "content": {"subject": "s", "html": "{{ who }}|{{ who | escape }}",
                                     "text": "for {{ who }}"}}\
                        """
                                .formatted(sender));
        String id =
                api.get("/v1/Emails?operationId=" + accepted.json().get("operationId").asString())
                        .json()
                        .get("emails")
                        .get(0)
                        .get("id")
                        .asString();

        JsonNode content = api.get("/v1/Emails/" + id).json().get("content");

        assertThat(content.get("html").asString()).isEqualTo("<b>&|&lt;b&gt;&amp;");
        assertThat(content.get("text").asString()).isEqualTo("for <b>&");
    }

    @Test
    void a_preview_shows_what_each_recipient_would_read() {
        JsonNode preview = api.post("/v1/Emails/Preview", request(reachable(1), "")).json();

        JsonNode first = preview.get("emails").get(0);
        assertThat(first.get("content").get("subject").asString()).isEqualTo("Hi Ada");
        assertThat(first.get("content").get("html").asString()).isEqualTo("<p>Hi Ada</p>");
        assertThat(first.get("steps").get(0).get("channel").asString()).isEqualTo("EMAIL");
        assertThat(first.get("steps").get(0).get("senders").get(0).get("address").asString())
                .isEqualTo(SUPPORT);
    }

    @Test
    void ten_thousand_recipients_are_taken_at_once() {
        StringBuilder everybody = new StringBuilder(reachable(0));
        for (int i = 1; i < 10_000; i++) {
            everybody.append(',').append(reachable(i));
        }

        RunningApi.Answer accepted = api.post("/v1/Emails", request(everybody.toString(), ""));
        RunningApi.Answer tooMany =
                api.post("/v1/Emails", request(everybody + "," + reachable(1), ""));

        assertThat(accepted.status()).isEqualTo(202);
        JsonNode operation =
                api.get("/v1/Emails/Operations/" + accepted.json().get("operationId").asString())
                        .json();
        assertThat(operation.get("stats").get("queued").intValue()).isEqualTo(10_000);
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.json().get("errors").get(0).get("context").asString()).isEqualTo("$.to");
    }

    @Test
    void an_attachment_of_megabytes_is_taken() {
        String file = "QUJD".repeat(2_000_000);
        RunningApi.Answer accepted =
                api.post("/v1/Emails", request(reachable(1), "").replace("JVBERi0xLjQ=", file));

        assertThat(accepted.status()).isEqualTo(202);
    }
}
