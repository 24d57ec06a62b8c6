package io.posthorn.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint on loopback, written by somebody else; it remembers what it took.
public final class Receiver implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new ArrayList<>();
    private volatile IntSupplier answer = () -> 200;

    /// One request as it came, and how it was answered.
    public record Request(
            String uri, com.sun.net.httpserver.Headers headers, String body, int status) {}

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status;
            synchronized (requests) {
                status = answer.getAsInt();
                requests.add(
                        new Request(
                                exchange.getRequestURI().toString(),
                                exchange.getRequestHeaders(),
                                body,
                                status));
            }
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /// How it answers from now on; asked for each request, one after another.
    public void answers(IntSupplier status) {
        answer = status;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /// The events it said yes to, in order of their coming, as often as they came.
    public List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        for (Request request : requests()) {
            if (request.status() == 200) {
                JSON.readTree(request.body()).forEach(events::add);
            }
        }
        return events;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
