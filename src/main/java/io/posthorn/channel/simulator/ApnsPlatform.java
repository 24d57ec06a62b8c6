package io.posthorn.channel.simulator;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.posthorn.channel.JsonText;
import io.posthorn.message.Channel;
import io.posthorn.message.Device;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Apple's push service on this machine, with devices behind it. Whoever shows a token is let in;
/// it tells nothing of what became of a notification.
public final class ApnsPlatform implements AutoCloseable {
    private static final String PATH = "/3/device/";
    private static final String PEM = pem(); // known to everybody: it proves nothing but loopback

    private final Http2Server server = new Http2Server(tls(), this::answer);
    private final Shop shop;
    private final World world;
    private final Words words = new Words();

    ApnsPlatform(World world) {
        this.shop = new Shop(Channel.PUSH, world);
        this.world = world;
    }

    private static String pem() {
        try (InputStream in =
                Objects.requireNonNull(
                        ApnsPlatform.class.getResourceAsStream("/simulator/apns.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("not in this build: the certificate of APNs", e);
        }
    }

    private static SslContext tls() {
        String key = PEM.substring(PEM.indexOf("-----BEGIN PRIVATE KEY"));
        try {
            return SslContextBuilder.forServer(stream(PEM), stream(key)).build();
        } catch (IOException e) {
            throw new UncheckedIOException("the simulated APNs has no TLS", e);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    public void start() {
        server.start();
    }

    /// What a connection for this app takes as settings, once started; the key is made for it.
    public Map<String, String> settings(String topic) {
        return Map.of(
                "baseUrl",
                URI.create("https://localhost:" + server.port()).toString(),
                "trustedCertificate",
                PEM.substring(0, PEM.indexOf("-----BEGIN PRIVATE KEY")),
                "teamId",
                "SIMULATED0",
                "keyId",
                "SIMULATED0",
                "privateKey",
                key(),
                "topic",
                topic);
    }

    private static String key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has elliptic curves", e);
        }
    }

    /// What came in.
    public Traffic traffic() {
        return shop.traffic();
    }

    private Optional<WebServer.Answer> answer(Http2Headers headers, String body)
            throws InterruptedException {
        String topic = header(headers, "apns-topic");
        return switch (shop.welcome(topic)) {
            case UNHEARD -> shop.never();
            case CUT -> Optional.empty();
            case TURNED_OUT -> Optional.of(refusal(403, "InvalidProviderToken"));
            case SERVED -> send(headers, topic, JsonText.read(body).path("aps"));
        };
    }

    private Optional<WebServer.Answer> send(Http2Headers headers, String topic, JsonNode aps)
            throws InterruptedException {
        String path = header(headers, ":path");
        if (!path.startsWith(PATH)) {
            return Optional.of(refusal(404, "BadPath"));
        }
        if (header(headers, "authorization").isEmpty()) {
            return Optional.of(refusal(403, "MissingProviderToken"));
        }
        if (aps.isEmpty()) {
            return Optional.of(refusal(400, "PayloadEmpty"));
        }
        Device device = new Device(Device.Provider.APN, path.substring(PATH.length()));
        return shop.take(
                new Shop.Taken(
                        header(headers, "apns-id"),
                        topic,
                        topic,
                        device.address().value(),
                        screen(aps)),
                words);
    }

    private static String header(Http2Headers headers, String name) {
        CharSequence value = headers.get(name);
        return value == null ? "" : value.toString();
    }

    private static Screen screen(JsonNode aps) {
        String title = aps.at("/alert/title").asString("");
        String body = aps.at("/alert/body").asString("");
        return new Screen(title.isEmpty() ? body : title + "\n" + body, aps.toString(), List.of());
    }

    private final class Words implements Shop.Words<WebServer.Answer> {
        @Override
        public WebServer.Answer accepted(Shop.Taken message) {
            return new WebServer.Answer(200, "", Map.of("apns-id", message.id()), 0);
        }

        /// Apple has no word for a limit of requests; this one means the same to its customers.
        @Override
        public WebServer.Answer throttled(Optional<Duration> retryAfter) {
            return refusal(429, "TooManyProviderTokenUpdates");
        }

        @Override
        public WebServer.Answer refused(Refusal why) {
            return switch (why) {
                case Refusal.Reason.RECIPIENT -> refusal(410, "Unregistered");
                case Refusal.Reason.CONTENT -> refusal(413, "PayloadTooLarge");
                case Refusal.Code(int value) ->
                        refusal(value >= 400 && value <= 599 ? value : 503, "ServiceUnavailable");
            };
        }

        @Override
        public void report(Shop.Taken message, Fate fate) {
            // nobody is told
        }

        @Override
        public void read(Shop.Taken message) {
            // nobody is told
        }

        @Override
        public WebServer.Answer spoiled(WebServer.Answer answer, Hostility how) {
            return answer.spoiled(how);
        }
    }

    private WebServer.Answer refusal(int status, String reason) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (status == 410) {
            json.put("timestamp", world.time().now().toEpochMilli());
        }
        return new WebServer.Answer(status, json.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
