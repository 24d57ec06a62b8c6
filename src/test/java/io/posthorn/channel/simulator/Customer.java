package io.posthorn.channel.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.channel.rcs.RcsChannel;
import io.posthorn.channel.whatsapp.WhatsappChannel;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.message.Rendition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A customer of a simulated HTTP provider: the production connector, and an address it is called
/// at.
final class Customer implements AutoCloseable {
    static final String BUSINESS = "+12065550902";
    static final String AGENT = "acme_agent";
    private static final String SECRET = "secret";

    final RecordingInbox inbox = new RecordingInbox();
    final Connector connector;
    private final Channel channel;
    private final HttpServer door;
    private final AtomicLong ids = new AtomicLong();

    Customer(Carriers carriers, Channel channel) throws IOException {
        this.channel = channel;
        this.connector = type(channel).open(connection(carriers), inbox);
        this.door =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        door.createContext("/", this::called);
        door.start();
        URI url = URI.create("http://127.0.0.1:" + door.getAddress().getPort() + "/");
        carriers.whatsapp().callback(url, SECRET);
        carriers.rcs().callback(url, SECRET);
    }

    private static ConnectionType type(Channel channel) {
        return channel == Channel.RCS
                ? new RcsChannel(HttpUpstream.client(), Time.system())
                : new WhatsappChannel(HttpUpstream.client(), Time.system());
    }

    private Connection connection(Carriers carriers) {
        Map<String, String> settings = new HashMap<>(Map.of("timeoutSeconds", "1"));
        if (channel == Channel.RCS) {
            settings.put("baseUrl", carriers.rcs().baseUrl().toString());
            settings.put("agentId", AGENT);
            settings.put("serviceAccountJson", carriers.rcs().serviceAccountJson());
            settings.put("webhookToken", SECRET);
        } else {
            settings.put("baseUrl", carriers.whatsapp().baseUrl().toString());
            settings.put("phoneNumberId", BUSINESS.substring(1));
            settings.put("accessToken", "t");
            settings.put("appSecret", SECRET);
            settings.put("verifyToken", "v");
        }
        ConnectionType type = type(channel);
        return new Connection(
                new ConnectionId(1),
                "AC1",
                "c",
                type.name(),
                type.complete(settings),
                OptionalDouble.empty(),
                Instant.now(),
                Instant.now());
    }

    private void called(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Callback.Answer answer =
                    ((CallbackReceiver) connector)
                            .called(new Callback("POST", "", headers, Map.of(), body));
            exchange.sendResponseHeaders(answer.status(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How it is called by the provider's behaviours.
    String name() {
        return channel == Channel.RCS ? AGENT : BUSINESS.substring(1);
    }

    String sender() {
        return channel == Channel.RCS ? AGENT : BUSINESS;
    }

    Outcome submit(String phone, String text) throws InterruptedException {
        return submit(phone, Content.text(text));
    }

    Outcome submit(String phone, Content content) throws InterruptedException {
        Rendition shown = Rendition.of(content, channel, Map.of());
        Outcome outcome =
                connector.submit(
                        new Submit(
                                new MessageId(ids.incrementAndGet()),
                                1,
                                channel,
                                sender(),
                                Optional.empty(),
                                new Address(channel.reaches(), phone),
                                Optional.empty(),
                                shown.text(),
                                shown.media(),
                                shown.content(),
                                1,
                                Instant.now().plusSeconds(600)));
        if (outcome instanceof Outcome.Accepted(List<String> keys)) {
            inbox.sent(phone, keys);
        }
        return outcome;
    }

    @Override
    public void close() {
        connector.close();
        door.stop(0);
    }
}
