package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentTemplatesTest {

    private static final String TEMPLATE =
            """
            {"language": "en", "types": {"twilio/text": {"body": "Hi {{1}}"}}}\
            """;

    private RunningApi api;
    private String sender;

    @BeforeAll
    void start() {
        api = new RunningApi();
        sender = api.sender("+14155550101", api.connection());
    }

    @AfterAll
    void stop() {
        api.close();
    }

    private String template() {
        RunningApi.Answer made = api.send("POST", "/v1/Content", TEMPLATE);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("sid").asString();
    }

    private RunningApi.Answer message(String template, String variables) {
        String body =
                """
                {"from": {"senderId": "%s"}, "content": {"contentId": "%s"},
                 "to": [{"address": "+14155550123", "channel": "PHONE", "variables": %s}]}\
                """
                        .formatted(sender, template, variables);
        return api.send("POST", "/v1/Messages/Preview", body);
    }

    @Test
    void an_id_is_that_of_a_template_and_of_nothing_else() {
        assertThat(template()).matches("HX[0-9a-f]{32}");
    }

    @Test
    void another_accounts_template_is_not_there() {
        String template = template();
        String other = RunningApi.basic(RunningApi.OTHER);

        assertThat(api.send("GET", "/v1/Content/" + template, "", "Authorization", other).status())
                .isEqualTo(404);
        assertThat(
                        api.send("DELETE", "/v1/Content/" + template, "", "Authorization", other)
                                .status())
                .isEqualTo(404);
        assertThat(
                        api.send("GET", "/v1/Content", "", "Authorization", other)
                                .json()
                                .get("contents"))
                .isEmpty();
        String body =
                """
                {"content": {"contentId": "%s"},
                 "to": [{"address": "+14155550123", "channel": "PHONE"}]}\
                """
                        .formatted(template);
        RunningApi.Answer answer =
                api.send("POST", "/v1/Messages/Preview", body, "Authorization", other);
        assertThat(answer.json().get("code").intValue()).as(answer.text()).isEqualTo(21655);
    }

    @Test
    void a_slot_that_stays_empty_is_refused_at_its_recipient() {
        String template = template();

        JsonNode refused = message(template, "{\"2\": \"Ada\"}").json();
        assertThat(refused.get("code").intValue()).isEqualTo(21656);
        assertThat(refused.at("/errors/0/context").asString()).isEqualTo("$.to[0].variables");
        assertThat(refused.get("message").asString())
                .isEqualTo("the template has no default for 1");

        assertThat(
                        message(template, "{\"1\": \"Ada\"}")
                                .json()
                                .at("/messages/0/steps/0/text")
                                .asString())
                .isEqualTo("Hi Ada");
    }

    @Test
    void a_list_is_read_page_by_page() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            made.add(template());
        }
        Set<String> found = new HashSet<>();
        String url = "/v1/Content?PageSize=2";
        while (!url.isEmpty()) {
            JsonNode page = api.send("GET", url, "").json();
            page.get("contents").forEach(each -> found.add(each.get("sid").asString()));
            assertThat(page.get("contents").size()).isLessThanOrEqualTo(2);
            url = page.at("/meta/next_page_url").asString("").replace(api.url(""), "");
        }
        assertThat(found).containsAll(made);
    }
}
