package io.posthorn.channel.apns;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.ConnectorContract;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Device;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The connector against the mock server of the client library's own makers, over a wire that can
/// be cut.
class ApnsChannelTest extends ConnectorContract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ApnsChannel CHANNEL = new ApnsChannel(Time.system());
    private static final Device DEVICE = new Device(Device.Provider.APN, "00ff".repeat(16));
    private static final String SERVICE = resource("/simulator/apns.pem");
    private static final String APP = resource("/tls/apns-app.pem");
    private static final KeyPair KEYS = keys();
    private static final EventLoopGroup LOOPS = // of all servers: one of its own dies slowly
            new NioEventLoopGroup(1, new DefaultThreadFactory("mock apns", true));

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ApnsChannelTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Channel channel() {
        return Channel.PUSH;
    }

    @Override
    protected String person() {
        return DEVICE.address().value();
    }

    @Override
    protected Provider provide() {
        return new Apple();
    }

    @Override
    protected Connector open(Provider provider, Inbox inbox) {
        return open(provider, inbox, byKey());
    }

    private static Connector open(Provider provider, Inbox inbox, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("baseUrl", "https://localhost:" + ((Apple) provider).relay.port());
        settings.put("trustedCertificate", SERVICE);
        settings = CHANNEL.complete(settings);
        assertThat(CHANNEL.faults(settings)).isEmpty();
        Instant now = Instant.now();
        return CHANNEL.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "apns",
                        "APNS",
                        settings,
                        OptionalDouble.empty(),
                        now,
                        now),
                inbox);
    }

    private static Map<String, String> byKey() {
        return Map.of(
                "teamId", "TEAM000001",
                "keyId", "KEY0000001",
                "privateKey", pem(),
                "topic", "com.example.app");
    }

    private static String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private Apple apple() {
        return (Apple) provider;
    }

    /// What came in, and who showed which certificate.
    private record Seen(Http2Headers headers, JsonNode payload, Optional<String> certificate) {
        private String header(String name) {
            return String.valueOf(headers.get(name));
        }
    }

    @FunctionalInterface
    private interface Script {
        void to(Seen seen) throws RejectedNotificationException;
    }

    private static final class Apple implements Provider {
        private final List<Seen> seen = new CopyOnWriteArrayList<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final MockApnsServer server;
        private final Relay relay;
        private volatile Script script = _ -> {};

        private Apple() {
            try (InputStream chain = stream(SERVICE);
                    InputStream key =
                            stream(SERVICE.replaceFirst("(?s).*-----END CERT.*?-----", ""))) {
                server =
                        new MockApnsServerBuilder()
                                .setServerCredentials(chain, key, null)
                                .setTrustedClientCertificateChain(stream(APP))
                                .setEventLoopGroup(LOOPS)
                                .setHandlerFactory(this::handler)
                                .build();
                relay = new Relay(server.start(0).join());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static InputStream stream(String pem) {
            return new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        }

        private PushNotificationHandler handler(SSLSession session) {
            Optional<String> shown = certificate(session);
            return (headers, payload) -> handle(headers, payload, shown);
        }

        private static Optional<String> certificate(SSLSession session) {
            try {
                return Optional.of(session.getPeerPrincipal().getName());
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }

        private void handle(Http2Headers headers, ByteBuf payload, Optional<String> certificate)
                throws RejectedNotificationException {
            JsonNode json = JSON.readTree(payload.toString(StandardCharsets.UTF_8));
            Seen now = new Seen(headers, json, certificate);
            seen.add(now);
            script.to(now);
        }

        private void will(RejectionReason reason) {
            script =
                    _ -> {
                        throw new RejectedNotificationException(reason);
                    };
        }

        @Override
        public void willAccept() {
            script = _ -> {};
        }

        @Override
        public void willThrottle() {
            will(RejectionReason.TOO_MANY_PROVIDER_TOKEN_UPDATES);
        }

        @Override
        public void willRefuse() {
            will(RejectionReason.BAD_DEVICE_TOKEN);
        }

        @Override
        public void willFail() {
            will(RejectionReason.SERVICE_UNAVAILABLE);
        }

        @Override
        public void willHangUpAfterReading() {
            script = _ -> relay.cut();
        }

        private void willSayNothing() {
            script = _ -> awaitClose();
        }

        private void awaitClose() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void goDown() {
            relay.stop();
        }

        @Override
        public void comeBack() {
            relay.start();
        }

        @Override
        public void close() {
            closed.countDown();
            relay.close();
            server.shutdown().join();
        }
    }

    private Outcome submit(Content content) throws InterruptedException {
        return connector.submit(submit(content, DEVICE, Instant.ofEpochSecond(2_000_000_000)));
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

    private static Content push(
            Optional<String> title, Content.Urgency urgency, Optional<String> sound) {
        return new Content.Push(title, BODY, urgency, sound);
    }

    @Test
    void a_notification_is_sent_to_its_device_for_its_app() throws Exception {
        Outcome outcome =
                submit(push(Optional.of("Hello"), Content.Urgency.HIGH, Optional.of("chime.caf")));

        Seen seen = apple().seen.getFirst();
        assertThat(seen.header(":path")).isEqualTo("/3/device/" + DEVICE.token());
        assertThat(seen.header("apns-topic")).isEqualTo("com.example.app");
        assertThat(seen.header("apns-push-type")).isEqualTo("alert");
        assertThat(seen.header("apns-expiration")).isEqualTo("2000000000");
        assertThat(keys(outcome)).containsExactly(seen.header("apns-id"));
        assertThat(seen.payload().at("/aps/alert/title").asString()).isEqualTo("Hello");
        assertThat(seen.payload().at("/aps/alert/body").asString()).isEqualTo(BODY);
        assertThat(seen.payload().at("/aps/sound").asString()).isEqualTo("chime.caf");
    }

    @ParameterizedTest
    @CsvSource({"HIGH, 10", "LOW, 5"})
    void its_urgency_is_its_priority(Content.Urgency urgency, String priority) throws Exception {
        submit(push(Optional.empty(), urgency, Optional.empty()));

        assertThat(apple().seen.getFirst().header("apns-priority")).isEqualTo(priority);
        assertThat(apple().seen.getFirst().payload().at("/aps/sound").asString())
                .isEqualTo("default");
    }

    @Test
    void an_attempt_has_one_id_however_often_it_is_sent() throws Exception {
        submit(Content.text(BODY));
        connector.submit(message(person(), BODY));
        connector.submit(message(person(), BODY));

        List<Seen> seen = apple().seen;
        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst().header("apns-id")).isEqualTo(seen.getLast().header("apns-id"));
    }

    @Test
    void a_key_signs_the_token_that_is_shown() throws Exception {
        connector.submit(message(person(), BODY));

        String jwt = apple().seen.getFirst().header("authorization").replace("bearer ", "");
        String[] parts = jwt.split("\\.", -1);
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(header.get("kid").asString()).isEqualTo("KEY0000001");
        assertThat(claims.get("iss").asString()).isEqualTo("TEAM000001");
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify((ECPublicKey) KEYS.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void a_certificate_is_shown_instead_and_names_the_app() throws Exception {
        Map<String, String> byCertificate = Map.of("certificate", APP, "privateKey", key(APP));
        try (Connector other = open(provider, new RecordingInbox(), byCertificate)) {
            soon().until(() -> other.window() > 0);

            assertThat(other.submit(message(person(), BODY))).isInstanceOf(Outcome.Accepted.class);
        }
        Seen seen = apple().seen.getFirst();
        assertThat(seen.certificate().orElse("")).contains("Apple Push Services: com.example.app");
        assertThat(seen.header("apns-topic")).isEqualTo("com.example.app");
        assertThat(seen.header("authorization")).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_DEVICE_TOKEN, T7_DESTINATION",
        "DEVICE_TOKEN_NOT_FOR_TOPIC, T5_CHANNEL",
        "PAYLOAD_TOO_LARGE, T6_CONTENT",
        "PAYLOAD_EMPTY, T6_CONTENT",
        "BAD_PRIORITY, T6_CONTENT",
        "TOO_MANY_REQUESTS, T4_PAIR",
        "TOO_MANY_PROVIDER_TOKEN_UPDATES, T1_THROTTLED",
        "INVALID_PROVIDER_TOKEN, T3_SENDER",
        "BAD_CERTIFICATE, T3_SENDER",
        "BAD_CERTIFICATE_ENVIRONMENT, T3_SENDER",
        "TOPIC_DISALLOWED, T3_SENDER",
        "BAD_TOPIC, T3_SENDER",
        "FORBIDDEN, T3_SENDER",
        "IDLE_TIMEOUT, T2_TRANSIENT",
        "INTERNAL_SERVER_ERROR, T2_TRANSIENT",
        "SERVICE_UNAVAILABLE, T2_TRANSIENT",
        "SHUTDOWN, T2_TRANSIENT",
    })
    void every_reason_means_what_its_reference_says(RejectionReason reason, OutcomeClass expected)
            throws Exception {
        apple().will(reason);

        Outcome outcome = connector.submit(message(person(), BODY));

        assertThat(outcome.outcomeClass()).isEqualTo(expected);
        assertThat(outcome.upstream()).startsWith("APNS ");
    }

    @Test
    void an_app_that_is_gone_from_its_device_is_no_destination() throws Exception {
        apple().script =
                _ -> {
                    throw new UnregisteredDeviceTokenException(Instant.EPOCH);
                };

        Outcome outcome = connector.submit(message(person(), BODY));

        assertThat(outcome)
                .isEqualTo(new Outcome.Refused(Outcome.Scope.DESTINATION, "APNS 410 Unregistered"));
    }

    @Test
    void an_authentication_token_that_is_too_old_breaks_no_sender() throws Exception {
        apple().will(RejectionReason.EXPIRED_PROVIDER_TOKEN);
        assertThat(connector.submit(message(person(), BODY)))
                .isInstanceOf(Outcome.Unreachable.class);

        provider.willAccept();
        soon().until(() -> connector.submit(message(person(), BODY)) instanceof Outcome.Accepted);
    }

    @Test
    void wrong_credentials_are_told_and_right_ones_again() throws Exception {
        apple().will(RejectionReason.INVALID_PROVIDER_TOKEN);
        connector.submit(message(person(), BODY));
        assertThat(inbox.state()).isEqualTo(Inbox.State.SUSPENDED);
        assertThat(inbox.lastChange().reason()).contains("InvalidProviderToken");

        provider.willAccept();
        connector.submit(message(person(), BODY));
        assertThat(inbox.state()).isEqualTo(Inbox.State.CONNECTED);
    }

    @Test
    void a_provider_that_never_answers_leaves_the_outcome_unknown() throws Exception {
        apple().willSayNothing();
        Map<String, String> impatient = new HashMap<>(byKey());
        impatient.put("timeoutSeconds", "1");
        try (Connector other = open(provider, new RecordingInbox(), impatient)) {
            soon().until(() -> other.window() > 0);

            assertThat(other.submit(message(person(), BODY))).isInstanceOf(Outcome.Unknown.class);
            apple().closed.countDown();
        }
    }

    @Test
    void a_server_nobody_vouches_for_is_never_sent_to() throws Exception {
        Map<String, String> stranger =
                CHANNEL.complete(
                        new HashMap<>(byKey()) {
                            private static final long serialVersionUID = 1;

                            {
                                put("baseUrl", "https://localhost:" + apple().relay.port());
                            }
                        });
        RecordingInbox told = new RecordingInbox();
        Instant now = Instant.now();
        try (Connector other =
                CHANNEL.open(
                        new Connection(
                                new ConnectionId(2),
                                "AC1",
                                "apns",
                                "APNS",
                                stranger,
                                OptionalDouble.empty(),
                                now,
                                now),
                        told)) {
            soon().until(() -> told.state() == Inbox.State.DISCONNECTED);
            assertThat(other.submit(message(person(), BODY))).isInstanceOf(Outcome.NotSent.class);
        }
        assertThat(apple().seen).isEmpty();
    }

    @Test
    void a_device_of_another_service_is_not_asked_for() throws Exception {
        Device other = new Device(Device.Provider.FCM, "token");

        assertThat(connector.submit(submit(Content.text(BODY), other, Instant.now())))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.scope()).isEqualTo(Outcome.Scope.CHANNEL));
    }

    @Test
    void settings_that_cannot_work_are_refused_by_name() {
        assertThat(faults(Map.of("privateKey", pem())))
                .containsOnlyKeys("teamId", "keyId", "topic");
        assertThat(faults(Map.of("privateKey", "none", "certificate", APP)))
                .containsOnlyKeys("privateKey");
        assertThat(faults(Map.of("privateKey", pem(), "certificate", APP)))
                .containsOnlyKeys("privateKey");
        assertThat(faults(Map.of("privateKey", key(APP), "certificate", "none", "topic", "a.b")))
                .containsOnlyKeys("certificate");
        assertThat(faults(Map.of("privateKey", key(APP), "certificate", base64(APP)))).isEmpty();
        assertThat(
                        faults(
                                Map.of(
                                        "baseUrl",
                                        "http://localhost",
                                        "privateKey",
                                        key(APP),
                                        "certificate",
                                        APP)))
                .containsOnlyKeys("baseUrl");
        assertThat(
                        faults(
                                Map.of(
                                        "trustedCertificate",
                                        "x",
                                        "privateKey",
                                        key(APP),
                                        "certificate",
                                        APP)))
                .containsOnlyKeys("trustedCertificate");
    }

    private static Map<String, String> faults(Map<String, String> given) {
        return CHANNEL.faults(CHANNEL.complete(given));
    }

    private static String key(String pem) {
        return pem.replaceFirst("(?s).*-----END CERTIFICATE-----", "").strip();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    @Test
    @Disabled("Apple tells nothing about delivery")
    protected void a_receipt_tells_what_became_of_a_message() {}

    @Override
    @Test
    @Disabled("Apple tells nothing about delivery")
    protected void a_receipt_the_inbox_could_not_keep_comes_again() {}
}
