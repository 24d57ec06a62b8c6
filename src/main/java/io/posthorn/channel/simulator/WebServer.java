package io.posthorn.channel.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP door of a simulated provider, on a free loopback port; each request on a virtual thread
/// of its own.
final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final int OVERSIZE = 2 << 20; // longer than any answer to one message

    private final Handler handler;
    private @Nullable HttpServer server;

    /// @param target path and query as sent
    record Asked(String method, URI target, String authorization, String body) {}

    /// @param withheld octets of the body that are announced and never come
    record Answer(int status, String json, Map<String, String> headers, int withheld) {

        Answer(int status, String json) {
            this(status, json, Map.of(), 0);
        }

        /// Asks to wait so long (RFC 9110 section 10.2.3), where it is said how long.
        Answer retryAfter(Optional<Duration> wait) {
            Map<String, String> more =
                    wait.map(time -> Map.of("Retry-After", Long.toString(time.toSeconds())))
                            .orElse(Map.of());
            return new Answer(status, json, more, withheld);
        }

        /// What a hostile provider sends in place of it.
        Answer spoiled(Hostility how) {
            return switch (how) {
                case GARBAGE -> new Answer(200, "\u0000\uFFFD not JSON");
                case TRUNCATED -> new Answer(status, json, headers, json.length());
                case OVERSIZED -> new Answer(200, "\"" + "x".repeat(OVERSIZE) + "\"");
                case UNKNOWN_COMMAND -> new Answer(200, "{\"unknown\":true}");
                case MALFORMED_BODY -> new Answer(200, "{\"messages\":[");
            };
        }
    }

    /// Answers requests; empty: the line is cut without an answer.
    @FunctionalInterface
    interface Handler {
        Optional<Answer> answer(Asked asked) throws InterruptedException;
    }

    WebServer(Handler handler) {
        this.handler = handler;
    }

    /// Listens from now on; does nothing when it does already.
    synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer fresh = HttpServer.create(address, 0);
            fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            fresh.createContext("/", this::serve);
            fresh.start();
            server = fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("a simulated provider cannot listen", e);
        }
    }

    /// Where it listens, once started.
    synchronized URI url() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Optional<Answer> answer =
                    handler.answer(
                            new Asked(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    authorization == null ? "" : authorization,
                                    new String(body, StandardCharsets.UTF_8)));
            if (answer.isPresent()) {
                send(answer.get(), exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A simulated provider could not answer; it hangs up", e);
        }
    }

    private static void send(Answer answer, HttpExchange exchange) throws IOException {
        byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(answer.status(), json.length + (long) answer.withheld());
        exchange.getResponseBody().write(json);
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
