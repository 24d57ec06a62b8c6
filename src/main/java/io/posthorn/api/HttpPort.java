package io.posthorn.api;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.pki.PemKeys;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server. The only file that knows which library it is; each request runs on a virtual
/// thread of its own and may block.
public final class HttpPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

    private final Settings settings;
    private final Api api;
    private final WebServer server;

    /// Where to listen and how much to take.
    ///
    /// @param port 0: any free one
    /// @param maxBody bytes
    /// @param grace how long requests in progress may take after `close`
    /// @param tls empty: plain HTTP
    public record Settings(
            String host, int port, long maxBody, Duration grace, Optional<Certificate> tls) {

        /// Plain HTTP.
        public Settings(String host, int port, long maxBody, Duration grace) {
            this(host, port, maxBody, grace, Optional.empty());
        }
    }

    /// Who the server is over TLS: PEM files with the certificate chain and its private key.
    public record Certificate(Path chain, Path key) {}

    public HttpPort(Settings settings, Api api) {
        this.settings = settings;
        this.api = api;
        WebServerConfig.Builder config =
                WebServer.builder()
                        .bindAddress(new InetSocketAddress(settings.host, settings.port))
                        .maxPayloadSize(settings.maxBody)
                        .shutdownGracePeriod(settings.grace)
                        .shutdownHook(false)
                        .directHandlers(unreadable())
                        .routing(routing -> routing.any(this::answer));
        settings.tls.map(HttpPort::tls).ifPresent(config::tls);
        this.server = config.build();
    }

    private static Tls tls(Certificate certificate) {
        Keys keys =
                Keys.builder()
                        .pem(
                                PemKeys.builder()
                                        .key(Resource.create(certificate.key))
                                        .certChain(Resource.create(certificate.chain))
                                        .build())
                        .build();
        return Tls.builder()
                .privateKey(keys.privateKey().orElseThrow())
                .privateKeyCertChain(keys.certChain())
                .build();
    }

    /// Throws `IllegalStateException` when it cannot listen there.
    public void start() {
        server.start();
        if (!server.isRunning()) {
            throw new IllegalStateException(
                    "cannot listen on %s:%d; is another program using the port?"
                            .formatted(settings.host, settings.port));
        }
    }

    /// Where it really listens.
    public int port() {
        return server.port();
    }

    /// Refuses new requests and waits for those in progress, at most the grace period.
    @Override
    public void close() {
        server.stop();
    }

    private void answer(ServerRequest in, ServerResponse out) {
        Response response = api.answer(request(in));
        out.status(Status.create(response.status()));
        response.headers().forEach(header -> out.header(header.name(), header.value()));
        if (response.flow().isPresent()) {
            out.header(HeaderNames.CONTENT_TYPE, response.contentType());
            flow(response.flow().get(), out);
        } else if (response.contentType().isEmpty()) {
            out.send();
        } else {
            out.header(HeaderNames.CONTENT_TYPE, response.contentType());
            out.send(response.body());
        }
    }

    private static void flow(Response.Flow flow, ServerResponse out) {
        try (OutputStream body = out.outputStream()) {
            flow.writeTo(body);
        } catch (IOException | UncheckedIOException gone) {
            LOG.debug("a reader of a stream has gone", gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private Request request(ServerRequest in) {
        return new Request(
                in.prologue().method().text(),
                in.prologue().uriPath().rawPath(),
                in.prologue().query().rawValue(),
                headers(in),
                () -> body(in));
    }

    private static Map<String, String> headers(ServerRequest in) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : in.headers()) {
            headers.putIfAbsent(header.name().toLowerCase(Locale.ROOT), header.get());
        }
        return headers;
    }

    private byte[] body(ServerRequest in) {
        try (var stream = in.content().inputStream()) {
            return stream.readAllBytes();
        } catch (RequestException refused) {
            throw tooLargeOr(refused);
        } catch (IOException | UncheckedIOException e) {
            throw Refused.malformed("The body could not be read to its end");
        }
    }

    private RuntimeException tooLargeOr(RequestException refused) {
        return refused.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                ? new Refused(413, Code.TOO_LARGE, tooLarge())
                : Refused.malformed("The body could not be read to its end");
    }

    private String tooLarge() {
        return "The body is longer than " + settings.maxBody + " bytes";
    }

    /// What the library refuses before any handler sees it gets our error body too.
    private DirectHandlers unreadable() {
        DirectHandler handler =
                (_, event, status, headers, _) -> {
                    String reason =
                            status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                                    ? tooLarge()
                                    : "This is not a request the server can read";
                    Response response = api.unreadable(status.code(), reason);
                    return DirectHandler.TransportResponse.builder()
                            .status(status)
                            .headers(headers)
                            .header(HeaderNames.CONTENT_TYPE, response.contentType())
                            .keepAlive(event.keepAlive())
                            .entity(response.body())
                            .build();
                };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        List.of(
                        DirectHandler.EventType.BAD_REQUEST,
                        DirectHandler.EventType.PAYLOAD_TOO_LARGE,
                        DirectHandler.EventType.FORBIDDEN,
                        DirectHandler.EventType.INTERNAL_ERROR,
                        DirectHandler.EventType.OTHER)
                .forEach(event -> handlers.addHandler(event, handler));
        return handlers.build();
    }
}
