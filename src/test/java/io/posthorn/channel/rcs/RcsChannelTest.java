package io.posthorn.channel.rcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.BulkCapabilityCheck;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpConnectorContract;
import io.posthorn.channel.HttpProvider;
import io.posthorn.channel.HttpProvider.Reaction;
import io.posthorn.channel.HttpProvider.Received;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Revoker;
import io.posthorn.channel.Signatures;
import io.posthorn.channel.Submit;
import io.posthorn.channel.TestServiceAccount;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// RCS Business Messaging as its reference describes it.
class RcsChannelTest extends HttpConnectorContract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PHONE = "+15005550006";
    private static final Pattern TARGET =
            Pattern.compile("/v1/phones/([^/]+)/(agentMessages|capabilities)(?:/([^?]+))?\\?(.*)");
    private static final RcsChannel CHANNEL = new RcsChannel(HttpUpstream.client(), Time.system());

    @Override
    protected Channel channel() {
        return Channel.RCS;
    }

    @Override
    protected Outcome.Scope unknownRecipient() {
        return Outcome.Scope.CHANNEL;
    }

    @Override
    protected Connector open(HttpProvider http, Inbox inbox, int patienceSeconds) {
        Map<String, String> settings = settings(http);
        settings.put("timeoutSeconds", Integer.toString(patienceSeconds));
        assertThat(CHANNEL.faults(settings)).isEmpty();
        Instant now = Instant.now();
        return CHANNEL.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "rcs",
                        "RCS_BUSINESS_MESSAGING",
                        settings,
                        OptionalDouble.empty(),
                        now,
                        now),
                inbox);
    }

    private static Map<String, String> settings(HttpProvider http) {
        return new HashMap<>(
                CHANNEL.complete(
                        Map.of(
                                "baseUrl",
                                http.url().toString(),
                                "agentId",
                                "acme_agent",
                                "serviceAccountJson",
                                TestServiceAccount.json(http.url().resolve("/token")),
                                "webhookToken",
                                "client-token")));
    }

    private final Rbm rbm = new Rbm();

    @Override
    protected Dialect dialect() {
        return rbm;
    }

    private static final class Rbm implements Dialect {
        private final AtomicInteger tokens = new AtomicInteger();
        private volatile int capabilities = 200;
        private volatile int bulk = 200;
        private volatile List<String> reachable = List.of();

        @Override
        public Reaction.Answer accept(String id) {
            return new Reaction.Answer(
                    200, "{\"name\": \"phones/+1/agentMessages/" + id + "\", \"sendTime\": \"x\"}");
        }

        @Override
        public String id(Received request, String fresh) {
            Matcher id = Pattern.compile("messageId=([^&]+)").matcher(request.target());
            return id.find() ? id.group(1) : fresh;
        }

        @Override
        public Callback delivered(String id, String phone) {
            return event(id, phone, "DELIVERED");
        }

        @Override
        public Reaction.Answer throttle(int retryAfterSeconds) {
            return new Reaction.Answer(429, "{}", "Retry-After: " + retryAfterSeconds);
        }

        @Override
        public Reaction.Answer noRecipient() {
            return new Reaction.Answer(404, "{\"error\": {\"status\": \"NOT_FOUND\"}}");
        }

        @Override
        public Reaction.Answer noContent(String quote) {
            return new Reaction.Answer(400, "{\"error\": {\"message\": \"" + quote + "\"}}");
        }

        @Override
        public Reaction.Answer noSender() {
            return new Reaction.Answer(403, "{\"error\": {\"status\": \"PERMISSION_DENIED\"}}");
        }

        @Override
        public String phone(Received request) {
            Matcher target = TARGET.matcher(request.target());
            assertThat(target.matches()).as(request.target()).isTrue();
            return URLDecoder.decode(target.group(1), StandardCharsets.UTF_8);
        }

        @Override
        public Optional<Reaction> aside(Received request) {
            if (request.target().equals("/token")) {
                String token = "token-" + tokens.incrementAndGet();
                return Optional.of(
                        new Reaction.Answer(
                                200,
                                "{\"access_token\": \"%s\", \"expires_in\": 3600}"
                                        .formatted(token)));
            }
            if (request.target().equals("/v1/users:batchGet")) {
                String users = JSON.writeValueAsString(reachable);
                return Optional.of(
                        new Reaction.Answer(bulk, "{\"reachableUsers\": " + users + "}"));
            }
            return request.target().contains("/capabilities")
                    ? Optional.of(new Reaction.Answer(capabilities, "{\"features\": []}"))
                    : Optional.empty();
        }
    }

    private static Callback event(String id, String phone, String type) {
        return webhook(
                """
                {"senderPhoneNumber": "%s", "eventType": "%s", "eventId": "e", "messageId": "%s",
                 "agentId": "acme_agent"}\
                """
                        .formatted(phone, type, id));
    }

    private static Callback webhook(String data) {
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return new Callback(
                "POST",
                "",
                Map.of("x-goog-signature", Signatures.sha512("client-token", data)),
                Map.of(),
                "{\"message\": {\"data\": \"" + base64 + "\"}, \"subscription\": \"s\"}");
    }

    private long asked(String part) {
        return http().received().stream().filter(r -> r.target().contains(part)).count();
    }

    @Test
    void the_token_and_the_capabilities_are_asked_for_once() throws Exception {
        connector.submit(message(PHONE, BODY));
        connector.submit(message(PHONE, BODY));

        assertThat(asked("/token")).isEqualTo(1);
        assertThat(asked("/capabilities")).isEqualTo(1);
        assertThat(messages())
                .hasSize(2)
                .allSatisfy(sent -> {
                    assertThat(sent.header("authorization")).isEqualTo("Bearer token-1");
                    assertThat(sent.target()).contains("agentId=acme_agent");
                });
    }

    @Test
    void the_assertion_is_signed_by_the_account() throws Exception {
        connector.submit(message(PHONE, BODY));

        String form = http().received().getFirst().body();
        String jwt = form.replaceFirst(".*assertion=", "");
        String[] parts = jwt.split("\\.", -1);
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(TestServiceAccount.publicKey());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.get("iss").asString()).isEqualTo("agent@test.example");
        assertThat(claims.get("scope").asString()).endsWith("/auth/rcsbusinessmessaging");
    }

    @Test
    void a_token_that_is_not_taken_is_replaced() throws Exception {
        connector.submit(message(PHONE, BODY));
        script(new Reaction.Answer(401, "{}"));
        connector.submit(message(PHONE, BODY));
        provider.willAccept();
        connector.submit(message(PHONE, BODY));

        assertThat(messages().getLast().header("authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void a_phone_without_rcs_is_refused_and_not_asked_again() throws Exception {
        rbm.capabilities = 404;

        for (int i = 0; i < 2; i++) {
            assertThat(connector.submit(message(PHONE, BODY)))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            no -> assertThat(no.scope()).isEqualTo(Outcome.Scope.CHANNEL));
        }
        assertThat(asked("/capabilities")).isEqualTo(1);
        assertThat(messages()).isEmpty();
    }

    @Test
    void what_was_taken_without_an_answer_is_found_by_its_id() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        http().will(request ->
                rbm.aside(request)
                        .orElseGet(() ->
                                tries.incrementAndGet() == 1
                                        ? new Reaction.HangUp()
                                        : new Reaction.Answer(409, "{}")));

        assertThat(connector.submit(message(PHONE, BODY))).isInstanceOf(Outcome.Accepted.class);
        assertThat(messages()).hasSize(2);
        assertThat(messages().getFirst().target()).isEqualTo(messages().getLast().target());
    }

    @Test
    void a_message_no_phone_has_got_can_be_revoked() throws Exception {
        List<String> keys = keys(connector.submit(message(PHONE, BODY)));
        Submit sent = message(PHONE, BODY);

        script(new Reaction.Answer(200, "{}"));
        assertThat(((Revoker) connector).revoke(keys, sent.to())).isTrue();
        Received request = messages().getLast();
        assertThat(request.method()).isEqualTo("DELETE");
        assertThat(request.target()).contains("/agentMessages/" + keys.getFirst());

        script(new Reaction.Answer(404, "{}"));
        assertThat(((Revoker) connector).revoke(keys, sent.to())).isFalse();
    }

    @Test
    void a_medium_is_a_card_and_a_module_is_what_it_says() throws Exception {
        List<URI> media = List.of(URI.create("https://a.test/x.png"));
        JsonNode card = sent(new Content.Plain(Optional.of("look"), media));
        assertThat(
                        card.at(
                                        "/contentMessage/richCard/standaloneCard/cardContent/media/contentInfo/fileUrl")
                                .asString())
                .isEqualTo("https://a.test/x.png");

        String json =
                """
                {"media": {"height": "TALL", "contentInfo": {"fileUrl": "https://a.test/y.png"}},
                 "suggestions": [{"reply": {"text": "Yes", "postbackData": "y"}}]}\
                """;
        var modules = Map.of(Channel.RCS, new Content.Module(Optional.empty(), json));
        JsonNode module = sent(new Content.Modules(modules));
        assertThat(module.at("/contentMessage/contentInfo/fileUrl").asString())
                .isEqualTo("https://a.test/y.png");
        assertThat(module.at("/contentMessage/suggestions/0/reply/text").asString())
                .isEqualTo("Yes");
        assertThat(module.get("ttl").asString()).matches("[0-9]+s");
    }

    private JsonNode sent(Content content) throws InterruptedException {
        connector.submit(message(PHONE, content));
        return JSON.readTree(messages().getLast().body());
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, DELIVERED, T0_ACCEPTED",
        "READ, READ, T0_ACCEPTED",
        "TTL_EXPIRATION_REVOKED, UNDELIVERED, T8_EXPIRED",
    })
    void every_event_is_told(String event, String status, String outcome) throws Exception {
        inbox.sent(PHONE, List.of("m-1"));
        assertThat(taken(event("m-1", PHONE, event))).isTrue();

        var report = inbox.receipts.take().report();
        assertThat(report.status().name()).isEqualTo(status);
        assertThat(report.outcome().name()).isEqualTo(outcome);
    }

    @Test
    void nothing_is_made_of_somebody_typing() {
        assertThat(taken(event("m-1", PHONE, "IS_TYPING"))).isTrue();
        assertThat(inbox.receipts).isEmpty();
        assertThat(inbox.inbound).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    "messageId": "m", "text": "hello" ~ hello
                    "messageId": "m", "suggestionResponse": {"text": "Yes", "postbackData": "y"} ~ Yes
                    "messageId": "m", "location": {"latitude": 1.5, "longitude": -2} ~ geo:1.5,-2
                    "eventId": "e", "eventType": "UNSUBSCRIBE" ~ STOP
                    "eventId": "e", "eventType": "SUBSCRIBE" ~ START
                    """)
    void what_a_phone_writes_or_taps_comes_in(String told, String text) throws Exception {
        assertThat(taken(webhook("{\"senderPhoneNumber\": \"" + PHONE + "\", " + told + "}")))
                .isTrue();

        var inbound = inbox.inbound.take();
        assertThat(inbound.from()).isEqualTo(PHONE);
        assertThat(inbound.to()).isEqualTo("acme_agent");
        assertThat(inbound.text()).isEqualTo(text);
        assertThat(inbound.upstreamId()).isPresent();
        assertThat(inbound.postback().isPresent()).isEqualTo(told.contains("postbackData"));
    }

    @Test
    void many_phones_are_asked_about_at_once_and_their_messages_ask_no_more() throws Exception {
        List<String> phones = phones(600);
        List<String> able = phones.subList(0, 300);
        rbm.reachable = able;

        ((BulkCapabilityCheck) connector).precheck(phones);

        assertThat(asked("users:batchGet")).isEqualTo(1);
        JsonNode question = JSON.readTree(http().received().getLast().body());
        assertThat(question.get("agentId").asString()).isEqualTo("acme_agent");
        assertThat(question.get("users")).hasSize(600);
        assertThat(connector.submit(message(able.getLast(), BODY)))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(connector.submit(message(phones.getLast(), BODY)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(asked("/capabilities")).isZero();

        ((BulkCapabilityCheck) connector).precheck(phones);
        assertThat(asked("users:batchGet")).as("all are known").isEqualTo(1);
    }

    @Test
    void a_question_has_500_to_10_000_phones() throws Exception {
        ((BulkCapabilityCheck) connector).precheck(phones(499));
        assertThat(asked("users:batchGet")).isZero();

        ((BulkCapabilityCheck) connector).precheck(phones(10_600));
        assertThat(asked("users:batchGet")).isEqualTo(2);
    }

    @Test
    void where_many_cannot_be_asked_about_each_is() throws Exception {
        rbm.bulk = 400;

        ((BulkCapabilityCheck) connector).precheck(phones(600));

        assertThat(connector.submit(message(PHONE, BODY))).isInstanceOf(Outcome.Accepted.class);
        assertThat(asked("/capabilities")).isEqualTo(1);
    }

    private static List<String> phones(int count) {
        return IntStream.range(0, count).mapToObj("+1415555%04d"::formatted).toList();
    }

    @Test
    void google_may_check_the_address() throws Exception {
        assertThat(verify("client-token")).isEqualTo(new Callback.Answer(200, "1234567890"));
        assertThat(verify("another")).isEqualTo(Callback.Answer.FORBIDDEN);
    }

    private Callback.Answer verify(String token) throws InterruptedException {
        String body = "{\"clientToken\": \"%s\", \"secret\": \"1234567890\"}".formatted(token);
        return ((CallbackReceiver) connector)
                .called(new Callback("POST", "", Map.of(), Map.of(), body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    serviceAccountJson ~ nonsense
                    serviceAccountJson ~ {"client_email": "a@b", "token_uri": "https://x.test/", "private_key": "no"}
                    baseUrl ~ gopher://x
                    """)
    void a_wrong_setting_is_named(String name, String value) {
        Map<String, String> settings = settings(http());
        settings.put(name, value);

        assertThat(CHANNEL.faults(settings)).containsOnlyKeys(name);
    }
}
