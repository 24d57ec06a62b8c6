package io.posthorn.channel.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP door of a simulated provider, on a free loopback port; each request on a virtual thread
/// of its own.
final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private final Handler handler;
    private @Nullable HttpServer server;

    /// @param target path and query as sent
    record Asked(String method, URI target, String authorization, String body) {}

    record Answer(int status, String json) {}

    @FunctionalInterface
    interface Handler {
        Answer answer(Asked asked) throws InterruptedException;
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
            Answer answer =
                    handler.answer(
                            new Asked(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    authorization == null ? "" : authorization,
                                    new String(body, StandardCharsets.UTF_8)));
            byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), json.length);
            exchange.getResponseBody().write(json);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A simulated provider could not answer; it hangs up", e);
        }
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
