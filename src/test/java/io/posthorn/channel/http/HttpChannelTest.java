package io.posthorn.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpConnectorContract;
import io.posthorn.channel.HttpProvider;
import io.posthorn.channel.HttpProvider.Reaction;
import io.posthorn.channel.HttpProvider.Received;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An aggregator with a JSON API of its own make.
class HttpChannelTest extends HttpConnectorContract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpChannel CHANNEL =
            new HttpChannel(HttpUpstream.client(), Time.system());
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "headers", "X-Account: {{ username }}",
                    "bodyTemplate",
                            """
                            {"from": "{{ from }}", "to": "{{ to }}", "text": "{{ text }}"}\
                            """,
                    "authorization", "BASIC",
                    "username", "me",
                    "password", "secret",
                    "successWhen", "$.status = 0",
                    "messageIdPath", "$.messages[0].id",
                    "errorCodePath", "$.status",
                    "errorCodes", "1 = THROTTLED; 6 = CONTENT; 7 = DESTINATION; 15 = SENDER",
                    "callbackToken", "let-me-in");

    @Override
    protected Channel channel() {
        return Channel.SMS;
    }

    @Override
    protected Connector open(HttpProvider http, Inbox inbox, int patienceSeconds) {
        return open(http, inbox, Map.of("timeoutSeconds", Integer.toString(patienceSeconds)));
    }

    private static Connector open(HttpProvider http, Inbox inbox, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("url", http.url() + "/send");
        settings.putAll(more);
        Map<String, String> complete = CHANNEL.complete(settings);
        assertThat(CHANNEL.faults(complete)).isEmpty();
        Instant now = Instant.now();
        return CHANNEL.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "http",
                        "HTTP",
                        complete,
                        OptionalDouble.empty(),
                        now,
                        now),
                inbox);
    }

    @Override
    protected Dialect dialect() {
        return new Aggregator();
    }

    private static final class Aggregator implements Dialect {
        @Override
        public Reaction.Answer accept(String id) {
            return new Reaction.Answer(
                    200, "{\"status\": 0, \"messages\": [{\"id\": \"" + id + "\"}]}");
        }

        @Override
        public Callback delivered(String id, String phone) {
            return new Callback(
                    "POST",
                    "receipts",
                    Map.of("authorization", "Bearer let-me-in"),
                    Map.of(),
                    "{\"id\": \"%s\", \"to\": \"%s\", \"status\": \"DELIVRD\"}"
                            .formatted(id, phone));
        }

        @Override
        public Reaction.Answer throttle(int retryAfterSeconds) {
            return new Reaction.Answer(429, "{}", "Retry-After: " + retryAfterSeconds);
        }

        @Override
        public Reaction.Answer noRecipient() {
            return new Reaction.Answer(200, "{\"status\": 7}");
        }

        @Override
        public Reaction.Answer noContent(String quote) {
            return new Reaction.Answer(400, "{\"status\": 6, \"error\": \"" + quote + "\"}");
        }

        @Override
        public Reaction.Answer noSender() {
            return new Reaction.Answer(200, "{\"status\": 15}");
        }

        @Override
        public String phone(Received request) {
            return JSON.readTree(request.body()).get("to").asString();
        }
    }

    private static final Content PICTURES =
            new Content.Plain(
                    Optional.of("look"),
                    List.of(
                            URI.create("https://a.test/x.png?a=1&b=2"),
                            URI.create("https://a.test/y.png")));

    @Test
    void media_are_links_where_the_templates_have_no_place_for_them() throws Exception {
        connector.submit(message("+15005550006", PICTURES));

        assertThat(JSON.readTree(messages().getLast().body()).get("text").asString())
                .isEqualTo("look\nhttps://a.test/x.png?a=1&b=2\nhttps://a.test/y.png");
    }

    @Test
    void a_medium_goes_where_the_templates_have_a_place_for_it() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "bodyTemplate",
                        """
                        {"to": "{{ to }}", "text": "{{ text }}", "mms": "{{ media }}"}\
                        """);
        connector.close();
        connector = open(http(), inbox, settings);
        awaitUp();

        connector.submit(message("+15005550006", PICTURES));
        JsonNode body = JSON.readTree(messages().getLast().body());
        assertThat(body.get("mms").asString()).isEqualTo("https://a.test/x.png?a=1&b=2");
        assertThat(body.get("text").asString()).isEqualTo("look\nhttps://a.test/y.png");

        connector.submit(message("+15005550006", "plain"));
        JsonNode plain = JSON.readTree(messages().getLast().body());
        assertThat(plain.get("mms").asString()).isEmpty();
    }

    @Test
    void a_text_is_escaped_as_its_place_needs() throws Exception {
        String text = "\"quoted\"\n<&> {{ password }} é €";
        connector.submit(message("+15005550006", text));

        Received request = messages().getLast();
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.get("text").asString()).isEqualTo(text);
        assertThat(request.header("x-account")).isEqualTo("me");
        assertThat(request.header("authorization")).isEqualTo("Basic bWU6c2VjcmV0");
        assertThat(request.header("content-type")).isEqualTo("application/json");
    }

    @Test
    void an_aggregator_that_is_asked_by_a_url_and_answers_in_text() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "url",
                        http().url()
                                + "/http?user={{ username }}&pass={{ password }}&to={{ toDigits"
                                + " }}&text={{ text }}",
                        "method",
                        "GET",
                        "bodyTemplate",
                        "",
                        "authorization",
                        "NONE",
                        "successWhen",
                        "/^OK/",
                        "messageIdPath",
                        "/^OK: (\\w+)/",
                        "errorCodePath",
                        "/^ERR: (\\d+)/",
                        "errorCodes",
                        "114 = DESTINATION");
        try (Connector texting = open(http(), inbox, settings)) {
            soon().until(() -> texting.window() > 0);
            script(new Reaction.Answer(200, "OK: a1b2"));
            assertThat(keys(texting.submit(message("+15005550006", "a&b=c é"))))
                    .containsExactly("a1b2");
            assertThat(messages().getLast().target())
                    .isEqualTo("/http?user=me&pass=secret&to=15005550006&text=a%26b%3Dc%20%C3%A9");

            script(new Reaction.Answer(200, "ERR: 114"));
            assertThat(texting.submit(message("+15005550006", BODY)))
                    .isEqualTo(new Outcome.Refused(Outcome.Scope.DESTINATION, "HTTP 200 114"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, Unreachable",
        "503, Unreachable",
        "302, Unreachable",
        "408, Unreachable",
        "401, SenderBroken",
        "403, SenderBroken",
        "429, Throttled",
        "400, Refused",
        "404, Refused",
        "422, Refused",
    })
    void a_status_alone_has_a_meaning(int status, String outcome) throws Exception {
        script(new Reaction.Answer(status, ""));

        assertThat(connector.submit(message("+15005550006", BODY)).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void receipts_come_in_lists_and_forms_too() throws Exception {
        Map<String, String> lists =
                Map.of(
                        "receiptPath", "$.results",
                        "receiptIdPath", "$.messageId",
                        "receiptStatusPath", "$.status.groupName",
                        "receiptErrorPath", "$.error.id");
        inbox.sent("+15005550006", List.of("a", "b", "c"));
        connector.close();
        connector = open(http(), inbox, lists);

        assertThat(
                        taken(
                                new Callback(
                                        "POST",
                                        "receipts",
                                        Map.of(),
                                        Map.of("token", "let-me-in"),
                                        """
                                        {"results": [
                                          {"messageId": "a", "to": "+15005550006",
                                           "status": {"groupName": "DELIVERED"}},
                                          {"messageId": "b", "to": "+15005550006",
                                           "status": {"groupName": "REJECTED"}, "error": {"id": 7}}]}\
                                        """)))
                .isTrue();
        assertThat(inbox.receipts.take().report().status().name()).isEqualTo("DELIVERED");
        assertThat(inbox.receipts.take().report().outcome().name()).isEqualTo("T7_DESTINATION");

        connector.close();
        connector = open(http(), inbox, Map.of());
        assertThat(
                        taken(
                                new Callback(
                                        "POST",
                                        "receipts",
                                        Map.of("authorization", "Bearer let-me-in"),
                                        Map.of(),
                                        "id=c&to=%2B15005550006&status=undeliv")))
                .isTrue();
        assertThat(inbox.receipts.take().report().status().name()).isEqualTo("UNDELIVERED");
    }

    @Test
    void what_a_phone_writes_comes_in() throws Exception {
        assertThat(
                        taken(
                                new Callback(
                                        "GET",
                                        "inbound",
                                        Map.of(),
                                        Map.of(
                                                "token", "let-me-in",
                                                "from", "+15005550006",
                                                "to", "+15005550000",
                                                "text", "STOP"),
                                        "")))
                .isTrue();
        assertThat(inbox.inbound.take().text()).isEqualTo("STOP");
    }

    @Test
    void the_id_of_what_a_phone_writes_is_where_the_settings_say() throws Exception {
        connector.close();
        connector = open(http(), inbox, Map.of("inboundIdPath", "$.ref"));

        for (String ref : List.of("a-1", "a-2")) {
            Callback call =
                    new Callback(
                            "GET",
                            "inbound",
                            Map.of(),
                            Map.of(
                                    "token", "let-me-in",
                                    "from", "+15005550006",
                                    "to", "+15005550000",
                                    "text", "ok",
                                    "ref", ref),
                            "");
            assertThat(taken(call)).isTrue();
            assertThat(inbox.inbound.take().upstreamId()).contains(ref);
        }
    }

    @Test
    void a_signed_call_is_believed_and_a_changed_one_is_not() throws Exception {
        connector.close();
        connector =
                open(
                        http(),
                        inbox,
                        Map.of(
                                "callbackToken", "",
                                "callbackSignatureHeader", "X-Signature",
                                "callbackSecret", "key"));
        String body = "{\"id\": \"x\", \"to\": \"+1\", \"status\": \"read\"}";
        inbox.sent("+1", List.of("x"));
        String signature = HexFormat.of().formatHex(Signatures.hmac("key", body));

        assertThat(taken(signed("sha256=" + signature, body))).isTrue();
        assertThat(taken(signed(signature, body + " "))).isFalse();
    }

    private static Callback signed(String signature, String body) {
        return new Callback("POST", "receipts", Map.of("x-signature", signature), Map.of(), body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    url ~ ftp://example.com/
                    url ~ https://me:secret@example.com/
                    url ~ https://{{ to }}.example.com/
                    bodyTemplate ~ {{ to
                    headers ~ Authorization: Bearer abc
                    headers ~ Host: example.com
                    headers ~ nonsense
                    successWhen ~ status is good
                    messageIdPath ~ messages.id
                    messageIdPath ~ /(/
                    errorCodes ~ 11 means CONTENT
                    errorCodes ~ 11 = NOTHING
                    window ~ 0
                    timeoutSeconds ~ 100000
                    receiptPath ~ /x/
                    """)
    void a_wrong_setting_is_named(String name, String value) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("url", "https://example.com/");
        settings.put(name, value);

        assertThat(CHANNEL.faults(CHANNEL.complete(settings)))
                .containsOnlyKeys(name)
                .hasEntrySatisfying(name, fault -> assertThat(fault).startsWith(name));
    }

    @Test
    void the_examples_of_the_guide_have_no_faults() throws Exception {
        List<MatchResult> examples =
                Pattern.compile("(?s)```json\n(.*?)```")
                        .matcher(Files.readString(Path.of("docs/connect-http.md")))
                        .results()
                        .toList();
        assertThat(examples)
                .hasSizeGreaterThan(4)
                .allSatisfy(example -> {
                    Map<String, String> settings = new HashMap<>();
                    JSON.readTree(example.group(1))
                            .properties()
                            .forEach(p -> settings.put(p.getKey(), p.getValue().asString()));
                    assertThat(CHANNEL.complete(settings).keySet())
                            .isEqualTo(CHANNEL.complete(Map.of("url", "")).keySet());
                    assertThat(CHANNEL.faults(CHANNEL.complete(settings))).isEmpty();
                });
    }
}
