package io.posthorn.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpConnectorContract;
import io.posthorn.channel.HttpProvider;
import io.posthorn.channel.HttpProvider.Reaction;
import io.posthorn.channel.HttpProvider.Received;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Signatures;
import io.posthorn.channel.Submit;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Cloud API as its reference describes it.
class WhatsappChannelTest extends HttpConnectorContract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PHONE = "+15005550006";
    private static final WhatsappChannel CHANNEL =
            new WhatsappChannel(HttpUpstream.client(), Time.system());

    @Override
    protected Channel channel() {
        return Channel.WHATSAPP;
    }

    @Override
    protected Outcome.Scope unknownRecipient() {
        return Outcome.Scope.CHANNEL;
    }

    @Override
    protected Connector open(HttpProvider http, Inbox inbox, int patienceSeconds) {
        Map<String, String> settings = settings(http, patienceSeconds);
        assertThat(CHANNEL.faults(settings)).isEmpty();
        return open(settings, inbox, Instant.now());
    }

    private static Map<String, String> settings(HttpProvider http, int patienceSeconds) {
        return CHANNEL.complete(
                Map.of(
                        "baseUrl", http.url() + "/v23.0",
                        "phoneNumberId", "106540352242922",
                        "accessToken", "access-token",
                        "appSecret", "app-secret",
                        "verifyToken", "verify-token",
                        "timeoutSeconds", Integer.toString(patienceSeconds)));
    }

    private static Connector open(Map<String, String> settings, Inbox inbox, Instant since) {
        return CHANNEL.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "whatsapp",
                        "WHATSAPP_CLOUD",
                        settings,
                        OptionalDouble.empty(),
                        since,
                        since),
                inbox);
    }

    @Override
    protected Dialect dialect() {
        return new Cloud();
    }

    private static final class Cloud implements Dialect {
        @Override
        public Reaction.Answer accept(String id) {
            return new Reaction.Answer(
                    200,
                    """
                    {"messaging_product": "whatsapp", "contacts": [{"input": "x", "wa_id": "x"}],
                     "messages": [{"id": "%s"}]}\
                    """
                            .formatted(id));
        }

        @Override
        public Callback delivered(String id, String phone) {
            return webhook(status(id, phone, "delivered", ""));
        }

        @Override
        public Reaction.Answer throttle(int retryAfterSeconds) {
            return error(400, 130429, "", "Retry-After: " + retryAfterSeconds);
        }

        @Override
        public Reaction.Answer noRecipient() {
            return error(400, 131026, "");
        }

        @Override
        public Reaction.Answer noContent(String quote) {
            return error(404, 132001, quote);
        }

        @Override
        public Reaction.Answer noSender() {
            return error(403, 131031, "");
        }

        @Override
        public String phone(Received request) {
            return JSON.readTree(request.body()).get("to").asString();
        }
    }

    private static Reaction.Answer error(int status, int code, String quote, String... headers) {
        return new Reaction.Answer(
                status,
                """
                {"error": {"message": "(#%d) %s", "type": "OAuthException", "code": %d,
                           "error_data": {"details": "%s"}}}\
                """
                        .formatted(code, quote, code, quote),
                headers);
    }

    private static String status(String id, String phone, String status, String more) {
        return """
        "statuses": [{"id": "%s", "status": "%s", "timestamp": "1700000000",
                      "recipient_id": "%s"%s}]\
        """
                .formatted(id, status, phone.substring(1), more);
    }

    private static Callback webhook(String value) {
        String body =
                """
                {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{
                  "field": "messages", "value": {"messaging_product": "whatsapp",
                  "metadata": {"display_phone_number": "1 206-555-0101",
                               "phone_number_id": "106540352242922"}, %s}}]}]}\
                """
                        .formatted(value);
        String signature = HexFormat.of().formatHex(Signatures.hmac("app-secret", body));
        return new Callback(
                "POST", "", Map.of("x-hub-signature-256", "sha256=" + signature), Map.of(), body);
    }

    private JsonNode sent(Content content) throws InterruptedException {
        connector.submit(message(PHONE, content));
        Received request = messages().getLast();
        assertThat(request.target()).isEqualTo("/v23.0/106540352242922/messages");
        assertThat(request.header("authorization")).isEqualTo("Bearer access-token");
        return JSON.readTree(request.body());
    }

    @Test
    void a_text_is_a_text() throws Exception {
        assertThat(sent(Content.text(BODY)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"type": "text", "text": {"body": "%s"},
                                 "messaging_product": "whatsapp", "recipient_type": "individual",
                                 "to": "%s"}\
                                """
                                        .formatted(BODY, PHONE)));
    }

    @Test
    void media_go_with_a_caption() throws Exception {
        List<URI> media =
                List.of(URI.create("https://a.test/x.PNG"), URI.create("https://a.test/y.pdf"));
        JsonNode body = sent(new Content.Plain(Optional.of("look"), media));

        assertThat(body.get("type").asString()).isEqualTo("image");
        assertThat(body.at("/image/link").asString()).isEqualTo("https://a.test/x.PNG");
        assertThat(body.at("/image/caption").asString()).isEqualTo("look\nhttps://a.test/y.pdf");
    }

    @Test
    void a_module_passes_as_it_is() throws Exception {
        String json =
                """
                {"type": "template", "template": {"name": "order", "language": {"code": "en"}},
                 "to": "+19999999999"}\
                """;
        var modules = Map.of(Channel.WHATSAPP, new Content.Module(Optional.empty(), json));
        JsonNode body = sent(new Content.Modules(modules));

        assertThat(body.at("/template/name").asString()).isEqualTo("order");
        assertThat(body.get("to").asString()).as("never another phone").isEqualTo(PHONE);
    }

    @Test
    void a_module_without_a_type_is_what_it_holds() throws Exception {
        String json =
                "{\"interactive\": {\"type\": \"button\"}, \"context\": {\"message_id\": \"x\"}}";
        var modules = Map.of(Channel.WHATSAPP, new Content.Module(Optional.empty(), json));

        assertThat(sent(new Content.Modules(modules)).get("type").asString())
                .isEqualTo("interactive");
    }

    @ParameterizedTest
    @CsvSource({
        "130429, T1_THROTTLED",
        "80007, T1_THROTTLED",
        "2, T2_TRANSIENT",
        "131057, T2_TRANSIENT",
        "131031, T3_SENDER",
        "368, T3_SENDER",
        "131048, T3_SENDER",
        "131056, T4_PAIR",
        "131050, T4_PAIR",
        "131047, T4_PAIR",
        "131026, T5_CHANNEL",
        "132015, T6_CONTENT",
        "999999, T6_CONTENT",
    })
    void a_code_has_a_meaning_whatever_the_status(int code, String outcome) throws Exception {
        script(error(400, code, ""));

        assertThat(connector.submit(message(PHONE, BODY)).outcomeClass().name()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"sent, SENT", "delivered, DELIVERED", "read, READ", "failed, UNDELIVERED"})
    void every_status_is_told(String word, String status) throws Exception {
        inbox.sent("15005550006", List.of("wamid.1"));
        String errors = ", \"errors\": [{\"code\": 131047, \"title\": \"Re-engagement message\"}]";
        assertThat(taken(webhook(status("wamid.1", PHONE, word, errors)))).isTrue();

        assertThat(inbox.receipts.take().report().status().name()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    "type": "text", "text": {"body": "STOP"} ~ STOP ~
                    "type": "button", "button": {"text": "Yes", "payload": "p"} ~ Yes ~ p
                    "type": "interactive", "interactive": {"button_reply": {"title": "No", "id": "n"}} ~ No ~ n
                    "type": "interactive", "interactive": {"list_reply": {"title": "Two", "id": "2"}} ~ Two ~ 2
                    "type": "image", "image": {"id": "1", "caption": "me"} ~ me ~
                    "type": "location", "location": {"latitude": 1.5, "longitude": -2} ~ geo:1.5,-2 ~
                    """)
    void what_a_phone_writes_or_taps_comes_in(String message, String text, @Nullable String tapped)
            throws Exception {
        assertThat(
                        taken(
                                webhook(
                                        "\"messages\": [{\"from\": \"15005550006\", \"id\": \"w\", "
                                                + message
                                                + "}]")))
                .isTrue();

        var inbound = inbox.inbound.take();
        assertThat(inbound.from()).isEqualTo(PHONE);
        assertThat(inbound.to()).isEqualTo("+12065550101");
        assertThat(inbound.text()).isEqualTo(text);
        assertThat(inbound.upstreamId()).contains("w");
        assertThat(inbound.postback()).isEqualTo(Optional.ofNullable(tapped));
    }

    @Test
    void a_medium_of_a_phone_is_where_meta_keeps_it() throws Exception {
        String message =
                """
                "messages": [{"from": "15005550006", "id": "w", "type": "video",
                              "video": {"id": "8412", "mime_type": "video/mp4"}}]\
                """;
        assertThat(taken(webhook(message))).isTrue();

        assertThat(inbox.inbound.take().media())
                .containsExactly(URI.create(http().url() + "/v23.0/8412"));
    }

    @Test
    void only_a_template_begins_a_conversation() throws Exception {
        try (Connector old = openedDaysAgo()) {
            assertThat(old.submit(message(PHONE, BODY)))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            no -> assertThat(no.scope()).isEqualTo(Outcome.Scope.WINDOW));
            assertThat(messages()).as("Meta is not asked").isEmpty();

            assertThat(old.submit(template())).isInstanceOf(Outcome.Accepted.class);

            Address person = message(PHONE, BODY).to();
            inbox.wrote(person, Instant.now().minus(Duration.ofHours(23)));
            assertThat(old.submit(message(PHONE, BODY))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void what_was_written_before_there_was_a_connection_only_meta_knows() throws Exception {
        assertThat(connector.submit(message(PHONE, BODY))).isInstanceOf(Outcome.Accepted.class);
    }

    private Connector openedDaysAgo() {
        Instant since = Instant.now().minus(Duration.ofDays(2));
        Connector old = open(settings(http(), 30), inbox, since);
        soon().until(() -> old.window() > 0);
        return old;
    }

    private Submit template() {
        String json = "{\"template\": {\"name\": \"order\", \"language\": {\"code\": \"en\"}}}";
        var modules = Map.of(Channel.WHATSAPP, new Content.Module(Optional.empty(), json));
        return message(PHONE, new Content.Modules(modules));
    }

    @Test
    void meta_may_check_the_address() throws Exception {
        assertThat(verify("verify-token")).isEqualTo(new Callback.Answer(200, "1158201444"));
        assertThat(verify("another")).isEqualTo(Callback.Answer.FORBIDDEN);
    }

    private Callback.Answer verify(String token) throws InterruptedException {
        return ((CallbackReceiver) connector)
                .called(
                        new Callback(
                                "GET",
                                "",
                                Map.of(),
                                Map.of(
                                        "hub.mode", "subscribe",
                                        "hub.challenge", "1158201444",
                                        "hub.verify_token", token),
                                ""));
    }
}
