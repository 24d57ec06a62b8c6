package io.posthorn.channel.twilio;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The classic messages API as its reference describes it.
class TwilioChannelTest extends HttpConnectorContract {
    private static final String PHONE = "+15005550006";
    private static final String CALLBACKS = "https://posthorn.test/v1/Callbacks/c1";
    private static final TwilioChannel CHANNEL =
            new TwilioChannel(HttpUpstream.client(), Time.system());

    @Override
    protected Channel channel() {
        return Channel.SMS;
    }

    @Override
    protected Connector open(HttpProvider http, Inbox inbox, int patienceSeconds) {
        Map<String, String> settings = settings(http.url().toString());
        settings.put("timeoutSeconds", Integer.toString(patienceSeconds));
        assertThat(CHANNEL.faults(settings)).isEmpty();
        Instant now = Instant.now();
        return CHANNEL.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "twilio",
                        "TWILIO",
                        settings,
                        OptionalDouble.empty(),
                        now,
                        now),
                inbox);
    }

    private static Map<String, String> settings(String url) {
        return new HashMap<>(
                CHANNEL.complete(
                        Map.of(
                                "baseUrl",
                                url,
                                "accountSid",
                                "AC123",
                                "authToken",
                                "12345",
                                "callbackUrl",
                                CALLBACKS)));
    }

    @Override
    protected Dialect dialect() {
        return new Classic();
    }

    private static final class Classic implements Dialect {
        @Override
        public Reaction.Answer accept(String id) {
            return new Reaction.Answer(201, "{\"sid\": \"" + id + "\", \"status\": \"queued\"}");
        }

        @Override
        public Callback delivered(String id, String phone) {
            return signed(
                    "receipts",
                    Map.of("MessageSid", id, "MessageStatus", "delivered", "To", phone));
        }

        @Override
        public Reaction.Answer throttle(int retryAfterSeconds) {
            return error(429, 20429, "", "Retry-After: " + retryAfterSeconds);
        }

        @Override
        public Reaction.Answer noRecipient() {
            return error(400, 21211, "");
        }

        @Override
        public Reaction.Answer noContent(String quote) {
            return error(400, 21618, quote);
        }

        @Override
        public Reaction.Answer noSender() {
            return error(400, 21606, "");
        }

        @Override
        public String phone(Received request) {
            return form(request).getOrDefault("To", "");
        }
    }

    private static Reaction.Answer error(int status, int code, String quote, String... headers) {
        return new Reaction.Answer(
                status,
                "{\"code\": %d, \"message\": \"%s\", \"status\": %d}"
                        .formatted(code, quote, status),
                headers);
    }

    private static Map<String, String> form(Received request) {
        return new Callback("POST", "", Map.of(), Map.of(), request.body()).form();
    }

    private static Callback signed(String path, Map<String, String> fields) {
        String text =
                CALLBACKS
                        + "/"
                        + path
                        + new TreeMap<>(fields)
                                .entrySet().stream()
                                        .map(f -> f.getKey() + f.getValue())
                                        .collect(Collectors.joining());
        String body =
                fields.entrySet().stream()
                        .map(f ->
                                f.getKey()
                                        + "="
                                        + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return new Callback(
                "POST",
                path,
                Map.of("x-twilio-signature", Signatures.sha1("12345", text)),
                Map.of(),
                body);
    }

    /// The example that Twilio's own libraries are tested with.
    @Test
    void a_signature_is_what_twilio_makes() {
        assertThat(
                        Signatures.sha1(
                                "12345",
                                "https://mycompany.com/myapp.php?foo=1&bar=2"
                                        + "CallSidCA1234567890ABCDE"
                                        + "Caller+14158675309"
                                        + "Digits1234"
                                        + "From+14158675309"
                                        + "To+18005551212"))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    @Test
    void a_message_is_a_form() throws Exception {
        connector.submit(message(PHONE, "a&b é"));

        Received request = messages().getLast();
        assertThat(request.target()).isEqualTo("/2010-04-01/Accounts/AC123/Messages.json");
        assertThat(request.header("authorization")).isEqualTo("Basic QUMxMjM6MTIzNDU=");
        assertThat(form(request))
                .containsEntry("To", PHONE)
                .containsEntry("From", "+15005550000")
                .containsEntry("Body", "a&b é")
                .containsEntry("StatusCallback", CALLBACKS + "/receipts")
                .containsKey("ValidityPeriod");
    }

    private static final Content PICTURES =
            new Content.Plain(
                    Optional.of("look"),
                    List.of(
                            URI.create("https://a.test/x.png"),
                            URI.create("https://a.test/y.png")));

    @Test
    void media_leave_by_mms() throws Exception {
        connector.submit(message(PHONE, PICTURES));

        Received request = messages().getLast();
        assertThat(form(request)).containsEntry("Body", "look");
        assertThat(request.body())
                .contains("MediaUrl=https%3A%2F%2Fa.test%2Fx.png")
                .contains("MediaUrl=https%3A%2F%2Fa.test%2Fy.png");
    }

    @Test
    void a_sender_without_mms_sends_links_from_then_on() throws Exception {
        http().will(request ->
                request.body().contains("MediaUrl")
                        ? error(400, 21621, "")
                        : dialect().accept("SM1"));

        assertThat(connector.submit(message(PHONE, PICTURES))).isInstanceOf(Outcome.Accepted.class);
        assertThat(connector.submit(message(PHONE, PICTURES))).isInstanceOf(Outcome.Accepted.class);

        List<Received> requests = messages();
        assertThat(requests).hasSize(3);
        assertThat(requests.getFirst().body()).contains("MediaUrl");
        assertThat(requests.subList(1, 3))
                .allSatisfy(request -> {
                    assertThat(request.body()).doesNotContain("MediaUrl");
                    assertThat(form(request))
                            .containsEntry(
                                    "Body", "look\nhttps://a.test/x.png\nhttps://a.test/y.png");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "21610, T4_PAIR",
        "30007, T6_CONTENT",
        "30034, T3_SENDER",
        "63016, T4_PAIR",
        "63036, T5_CHANNEL",
        "30017, T2_TRANSIENT",
        "999999, T6_CONTENT",
    })
    void a_code_has_a_meaning(int code, String outcome) throws Exception {
        script(error(400, code, ""));

        assertThat(connector.submit(message(PHONE, BODY)).outcomeClass().name()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "queued, SENT, T0_ACCEPTED",
        "sent, SENT, T0_ACCEPTED",
        "delivered, DELIVERED, T0_ACCEPTED",
        "read, READ, T0_ACCEPTED",
        "undelivered, UNDELIVERED, T7_DESTINATION",
        "failed, UNDELIVERED, T7_DESTINATION",
    })
    void every_status_is_told(String word, String status, String outcome) throws Exception {
        inbox.sent(PHONE, List.of("SM1"));
        assertThat(
                        taken(
                                signed(
                                        "receipts",
                                        Map.of(
                                                "MessageSid",
                                                "SM1",
                                                "MessageStatus",
                                                word,
                                                "ErrorCode",
                                                "30005",
                                                "To",
                                                "whatsapp:" + PHONE))))
                .isTrue();

        var report = inbox.receipts.take().report();
        assertThat(report.status().name()).isEqualTo(status);
        assertThat(report.outcome().name()).isEqualTo(outcome);
    }

    @Test
    void what_a_phone_writes_comes_in() throws Exception {
        assertThat(
                        taken(
                                signed(
                                        "inbound",
                                        Map.of(
                                                "MessageSid", "SM2",
                                                "From", "whatsapp:" + PHONE,
                                                "To", "whatsapp:+12065550101",
                                                "Body", "STOP & go",
                                                "MediaUrl0", "https://a.test/x"))))
                .isTrue();

        var inbound = inbox.inbound.take();
        assertThat(inbound.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(inbound.from()).isEqualTo(PHONE);
        assertThat(inbound.to()).isEqualTo("+12065550101");
        assertThat(inbound.text()).isEqualTo("STOP & go");
        assertThat(inbound.media()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"baseUrl, x", "callbackUrl, x", "accountSid, A/C", "window, 0"})
    void a_wrong_setting_is_named(String name, String value) {
        Map<String, String> settings = settings("https://api.example");
        settings.put(name, value);

        assertThat(CHANNEL.faults(settings)).containsOnlyKeys(name);
    }
}
