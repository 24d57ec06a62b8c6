package io.posthorn.channel.fcm;

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
import io.posthorn.channel.Submit;
import io.posthorn.channel.TestServiceAccount;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Device;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeClass;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Firebase Cloud Messaging as its reference describes it.
class FcmChannelTest extends HttpConnectorContract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final FcmChannel CHANNEL = new FcmChannel(HttpUpstream.client(), Time.system());
    private static final Device DEVICE = new Device(Device.Provider.FCM, "token-1");

    @Override
    protected Channel channel() {
        return Channel.PUSH;
    }

    @Override
    protected String person() {
        return DEVICE.address().value();
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
                        "fcm",
                        "FCM",
                        settings,
                        OptionalDouble.empty(),
                        now,
                        now),
                inbox);
    }

    private static Map<String, String> settings(HttpProvider http) {
        String account = TestServiceAccount.json(http.url().resolve("/token"));
        return new HashMap<>(
                CHANNEL.complete(
                        Map.of("baseUrl", http.url().toString(), "serviceAccountJson", account)));
    }

    @Override
    protected Dialect dialect() {
        return new Fcm();
    }

    private static final class Fcm implements Dialect {
        @Override
        public Reaction.Answer accept(String id) {
            return new Reaction.Answer(
                    200, "{\"name\": \"projects/acme-app/messages/" + id + "\"}");
        }

        @Override
        public Callback delivered(String id, String phone) {
            throw new UnsupportedOperationException("FCM calls nobody");
        }

        @Override
        public Reaction.Answer throttle(int retryAfterSeconds) {
            return error(429, "QUOTA_EXCEEDED", "", "Retry-After: " + retryAfterSeconds);
        }

        @Override
        public Reaction.Answer noRecipient() {
            return error(404, "UNREGISTERED", "");
        }

        @Override
        public Reaction.Answer noContent(String quote) {
            return error(400, "INVALID_ARGUMENT", quote);
        }

        @Override
        public Reaction.Answer noSender() {
            return error(403, "PERMISSION_DENIED", "");
        }

        @Override
        public String phone(Received request) {
            return JSON.readTree(request.body()).at("/message/token").asString();
        }

        @Override
        public Optional<Reaction> aside(Received request) {
            return request.target().equals("/token")
                    ? Optional.of(
                            new Reaction.Answer(
                                    200, "{\"access_token\": \"t\", \"expires_in\": 3600}"))
                    : Optional.empty();
        }
    }

    private static Reaction.Answer error(
            int status, String code, String message, String... headers) {
        String body =
                """
                {"error": {"code": %d, "message": "%s", "status": "SOME_STATUS", "details": [
                  {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError",
                   "errorCode": "%s"}]}}\
                """
                        .formatted(status, message, code);
        return new Reaction.Answer(status, body, headers);
    }

    private Outcome submit(Content content) throws InterruptedException {
        return connector.submit(submit(content, DEVICE, Instant.now().plusSeconds(60)));
    }

    private static Submit submit(Content content, Device device, Instant expiresAt) {
        return new Submit(
                new MessageId(1),
                1,
                Channel.PUSH,
                "comms_credential_1",
                Optional.empty(),
                device.address(),
                Optional.empty(),
                "",
                content,
                1,
                expiresAt);
    }

    private JsonNode sent() {
        return JSON.readTree(messages().getLast().body());
    }

    @Test
    void a_notification_is_sent_to_its_device_in_the_projects_name() throws Exception {
        submit(push(Optional.of("Hello"), Content.Urgency.HIGH, Optional.of("chime.caf")));

        assertThat(messages().getLast().target()).isEqualTo("/v1/projects/acme-app/messages:send");
        assertThat(messages().getLast().header("authorization")).isEqualTo("Bearer t");
        JsonNode message = sent().get("message");
        assertThat(message.get("token").asString()).isEqualTo("token-1");
        assertThat(message.at("/notification/title").asString()).isEqualTo("Hello");
        assertThat(message.at("/notification/body").asString()).isEqualTo(BODY);
        assertThat(message.at("/android/notification/sound").asString()).isEqualTo("chime.caf");
        assertThat(message.at("/apns/payload/aps/sound").asString()).isEqualTo("chime.caf");
    }

    @ParameterizedTest
    @CsvSource({"HIGH, HIGH, 10, high", "LOW, NORMAL, 5, low"})
    void its_urgency_is_told_to_every_kind_of_device(
            Content.Urgency urgency, String android, String apple, String web) throws Exception {
        submit(push(Optional.empty(), urgency, Optional.empty()));

        JsonNode message = sent().get("message");
        assertThat(message.at("/android/priority").asString()).isEqualTo(android);
        assertThat(message.at("/apns/headers/apns-priority").asString()).isEqualTo(apple);
        assertThat(message.at("/webpush/headers/Urgency").asString()).isEqualTo(web);
        assertThat(message.at("/notification").has("title")).isFalse();
    }

    @Test
    void the_provider_keeps_it_no_longer_than_it_is_valid_and_four_weeks() throws Exception {
        Instant now = Instant.now();
        for (var life : Map.of(60L, 60L, -5L, 0L, 100 * 86_400L, 28 * 86_400L).entrySet()) {
            connector.submit(
                    submit(
                            push(Optional.empty(), Content.Urgency.HIGH, Optional.empty()),
                            DEVICE,
                            now.plusSeconds(life.getKey())));

            String ttl = sent().at("/message/android/ttl").asString();
            assertThat(Long.parseLong(ttl.replace("s", "")))
                    .isBetween(Math.max(0, life.getValue() - 20), life.getValue());
            assertThat(sent().at("/message/webpush/headers/TTL").asString() + "s").isEqualTo(ttl);
        }
    }

    @Test
    void plain_text_is_a_notification_too() throws Exception {
        connector.submit(message(person(), BODY));

        assertThat(sent().at("/message/notification/body").asString()).isEqualTo(BODY);
    }

    @Test
    void a_device_of_another_service_is_not_asked_for() throws Exception {
        Device other = new Device(Device.Provider.APN, "00ff");

        assertThat(connector.submit(submit(Content.text(BODY), other, Instant.now())))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.scope()).isEqualTo(Outcome.Scope.CHANNEL));
        assertThat(messages()).isEmpty();
    }

    @Test
    void content_without_words_for_a_device_is_refused() throws Exception {
        assertThat(submit(new Content.Modules(Map.of())))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.scope()).isEqualTo(Outcome.Scope.CONTENT));
    }

    @ParameterizedTest
    @CsvSource({
        "404, UNREGISTERED, T7_DESTINATION",
        "404, NOT_FOUND, T7_DESTINATION",
        "400, INVALID_ARGUMENT, T6_CONTENT",
        "403, SENDER_ID_MISMATCH, T5_CHANNEL",
        "401, THIRD_PARTY_AUTH_ERROR, T3_SENDER",
        "429, QUOTA_EXCEEDED, T1_THROTTLED",
        "503, UNAVAILABLE, T2_TRANSIENT",
        "500, INTERNAL, T2_TRANSIENT",
    })
    void every_error_code_means_what_its_reference_says(
            int status, String code, OutcomeClass expected) throws Exception {
        script(error(status, code, "a reason"));

        Outcome outcome = connector.submit(message(person(), BODY));

        assertThat(outcome.outcomeClass()).isEqualTo(expected);
        assertThat(outcome.upstream()).isEqualTo("FCM " + status + " " + code);
    }

    @Test
    void a_token_that_is_none_is_told_from_words_that_are_not_taken() throws Exception {
        script(error(400, "INVALID_ARGUMENT", "The registration token is not a valid one"));
        assertThat(connector.submit(message(person(), BODY)).outcomeClass())
                .isEqualTo(OutcomeClass.T7_DESTINATION);

        script(violation("message.token"));
        assertThat(connector.submit(message(person(), BODY)).outcomeClass())
                .isEqualTo(OutcomeClass.T7_DESTINATION);

        script(violation("message.android.ttl"));
        assertThat(connector.submit(message(person(), BODY)).outcomeClass())
                .isEqualTo(OutcomeClass.T6_CONTENT);
    }

    @Test
    void a_page_that_is_not_fcms_says_nothing_about_the_device() throws Exception {
        script(new Reaction.Answer(404, "<html>nginx</html>"));

        assertThat(connector.submit(message(person(), BODY)).outcomeClass())
                .isNotEqualTo(OutcomeClass.T7_DESTINATION);
    }

    private static Reaction.Answer violation(String field) {
        return new Reaction.Answer(
                400,
                """
                {"error": {"code": 400, "status": "INVALID_ARGUMENT", "details": [
                  {"@type": "type.googleapis.com/google.rpc.BadRequest",
                   "fieldViolations": [{"field": "%s", "description": "x"}]}]}}\
                """
                        .formatted(field));
    }

    @Test
    void a_key_file_without_its_project_is_refused() {
        String account =
                TestServiceAccount.json(URI.create("http://localhost/token"))
                        .replace("project_id", "other");

        assertThat(CHANNEL.faults(CHANNEL.complete(Map.of("serviceAccountJson", account))))
                .containsOnlyKeys("serviceAccountJson");
        assertThat(CHANNEL.faults(CHANNEL.complete(Map.of("serviceAccountJson", "{}"))))
                .containsOnlyKeys("serviceAccountJson");
    }

    @Test
    void the_wait_a_provider_out_of_order_asks_for_is_no_throttling() throws Exception {
        script(error(503, "UNAVAILABLE", "", "Retry-After: 9"));

        assertThat(connector.submit(message(person(), BODY)))
                .isInstanceOf(Outcome.Unreachable.class);
        script(error(429, "QUOTA_EXCEEDED", "", "Retry-After: 9"));
        assertThat(((Outcome.Throttled) connector.submit(message(person(), BODY))).retryAfter())
                .hasValue(Duration.ofSeconds(9));
    }

    private static Content push(
            Optional<String> title, Content.Urgency urgency, Optional<String> sound) {
        return new Content.Push(title, BODY, urgency, sound);
    }

    @Override
    @Test
    @Disabled("FCM tells nothing about delivery")
    protected void a_receipt_tells_what_became_of_a_message() {}

    @Override
    @Test
    @Disabled("FCM tells nothing about delivery")
    protected void a_receipt_the_inbox_could_not_keep_comes_again() {}

    @Override
    @Test
    @Disabled("FCM calls nobody")
    protected void a_stranger_is_not_believed() {}

    @Test
    void its_keys_are_the_names_of_its_messages() throws Exception {
        assertThat(keys(connector.submit(message(person(), BODY))))
                .isEqualTo(List.of("projects/acme-app/messages/id-1"));
    }
}
