package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.DevServer;
import io.posthorn.message.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Contents over the production connectors to simulated phones that have SMS, RCS and WhatsApp.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentDeliveryTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path VALID = Path.of("src/test/resources/valid-content.txt");
    private static final Pattern LINE = Pattern.compile("(RCS|SMS|WHATSAPP) (\\{.*)");
    private static final Pattern REPEATED = Pattern.compile("<(\\d+) times (.+?)>");
    private static final Pattern IN_CONTRACT =
            Pattern.compile("POST /v1/Messages\n[^{]*(\\{.*?\n})\n\n=> 202", Pattern.DOTALL);
    private static final String TEMPLATE =
            """
            {"language": "en", "variables": {"2": "your order"}, "types": {
              "twilio/card": {"title": "Hi {{1}}", "body": "{{2}} is on its way",
                "actions": [{"type": "QUICK_REPLY", "title": "Thanks", "id": "t"}]}}}\
            """;

    private DevServer dev;
    private Client client;
    private String pool;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dev = DevServer.in(folder);
        client = new Client(dev.url(), dev.user(), dev.secret());
        client.get("/v1/Connections")
                .json()
                .get("connections")
                .valueStream()
                .forEach(each -> client.awaitState(each.get("id").asString(), "CONNECTED"));
        pool =
                client.get("/v1/SenderPools")
                        .json()
                        .get("senderPools")
                        .valueStream()
                        .filter(each -> each.get("name").asString().equals("demo-channels"))
                        .findFirst()
                        .orElseThrow()
                        .get("id")
                        .asString();
    }

    @AfterAll
    void stop() {
        client.close();
        dev.close();
    }

    private String send(String body) {
        return client.post("/v1/Messages", body).expect(202).json().get("operationId").asString();
    }

    private JsonNode delivered(String operation) {
        return client.awaitStatus(operation, "DELIVERED", SOON);
    }

    private JsonNode shown(String phone) {
        return client.get("/v1/Simulator/Inbox?channel=RCS&to=" + phone.replace("+", "%2B"))
                .expect(200)
                .json()
                .get("messages");
    }

    private record Valid(Channel channel, String content) {

        private static Valid of(MatchResult line) {
            String content =
                    REPEATED.matcher(line.group(2))
                            .replaceAll(match ->
                                    Matcher.quoteReplacement(
                                            match.group(2)
                                                    .repeat(Integer.parseInt(match.group(1)))));
            return new Valid(Channel.valueOf(line.group(1)), content);
        }
    }

    private static List<Valid> valid() throws IOException {
        return LINE.matcher(Files.readString(VALID)).results().map(Valid::of).toList();
    }

    private String body(String content, String phone) {
        return """
        {"from": {"senderPoolId": "%s"}, "content": %s,
         "to": [{"addresses": [{"address": "%s", "channel": "PHONE"}, {"address": "%s", "channel": "WHATSAPP"}],
                 "variables": {"n": "Ada", "firstName": "Ada"}}]}\
        """
                .formatted(pool, content, phone, phone);
    }

    @Test
    void every_valid_content_comes_by_its_channel() throws IOException {
        List<Valid> all = valid();
        assertThat(all.size()).isGreaterThanOrEqualTo(40);
        List<String> phones = Client.phones(7000, all.size());
        for (String phone : phones) {
            client.post(
                            "/v1/Simulator/Inbox",
                            """
                            {"channel": "WHATSAPP", "from": "%s", "to": "+12065550104", "text": "hello"}\
                            """
                                    .formatted(phone))
                    .expect(204);
        }
        await().atMost(SOON).until(() -> client.listedBy("status=INBOUND").size() >= phones.size());

        List<String> operations = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            operations.add(send(body(all.get(i).content, phones.get(i))));
        }

        for (int i = 0; i < all.size(); i++) {
            JsonNode message = delivered(operations.get(i));
            assertThat(message.at("/attempts/0/channel").asString())
                    .as(all.get(i).content)
                    .isEqualTo(all.get(i).channel.name());
            assertThat(message.get("attempts")).hasSize(1);
        }
    }

    @Test
    void every_example_of_the_contract_is_delivered() throws IOException {
        List<JsonNode> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("contract/exchanges"))) {
            for (Path file : files.toList()) {
                IN_CONTRACT
                        .matcher(Files.readString(file))
                        .results()
                        .map(match -> Client.JSON.readTree(match.group(1)).get("content"))
                        .filter(content -> !content.has("contentId"))
                        .forEach(contents::add);
            }
        }
        assertThat(contents).hasSizeGreaterThan(2);

        List<String> phones = Client.phones(7100, contents.size());
        for (int i = 0; i < contents.size(); i++) {
            delivered(send(body(contents.get(i).toString(), phones.get(i))));
        }
    }

    @Test
    void a_template_that_was_deleted_is_still_sent() {
        String template = template();
        String phone = "+14152227201";
        Instant later = Instant.now().plus(Duration.ofHours(1));
        String body =
                """
                {"from": {"senderPoolId": "%s"}, "content": {"contentId": "%s"},
                 "to": [{"address": "%s", "channel": "PHONE", "variables": {"1": "Ada"}}],
                 "schedule": {"sendAt": ["%s"]}}\
                """
                        .formatted(pool, template, phone, later);
        String operation = send(body);
        assertThat(client.delete("/v1/Content/" + template).status()).isEqualTo(204);
        client.post("/v1/Messages", body).expect(400);

        client.post("/v1/Simulator/Clock", "{\"advance\": \"PT1H\"}").expect(200);

        JsonNode message = delivered(operation);
        assertThat(message.at("/content/contentId").asString()).isEqualTo(template);
        assertThat(message.at("/content/text").asString())
                .isEqualTo("Hi Ada\nyour order is on its way\n1. Thanks");
        assertThat(shown(phone).get(0).get("content").toString())
                .contains("Hi Ada")
                .contains("Thanks");
    }

    @Test
    void what_values_made_too_long_for_a_channel_goes_by_the_next_or_fails_with_the_reason() {
        String content =
                """
                {"modules": [{"rcs": {"text": "a", "suggestions": [
                   {"reply": {"text": "{{ n }} 5 10 15 20 25", "postbackData": "b"}}]}}%s]}\
                """;
        String andSms =
                body(content.formatted(", {\"sms\": {\"text\": \"all of it\"}}"), "+14152227301");
        JsonNode second = delivered(send(andSms.replace("\"Ada\"", "\"Ada Augusta King\"")));

        assertThat(second.at("/attempts/0/channel").asString()).isEqualTo("RCS");
        assertThat(second.at("/attempts/1/channel").asString()).isEqualTo("SMS");
        assertThat(shown("+14152227301")).isEmpty();

        String alone = body(content.formatted(""), "+14152227302");
        String operation = send(alone.replace("\"Ada\"", "\"Ada Augusta King\""));
        JsonNode failed = client.awaitStatus(operation, "FAILED", SOON);
        assertThat(failed.at("/error/upstream").asString())
                .isEqualTo("RCS reply text has 30 characters, at most 25 are possible");
    }

    private String template() {
        return client.post("/v1/Content", TEMPLATE).expect(201).json().get("sid").asString();
    }
}
