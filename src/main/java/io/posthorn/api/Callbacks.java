package io.posthorn.api;

import io.posthorn.channel.Callback;
import io.posthorn.message.ConnectionId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// `/Callbacks`: where providers bring receipts and the messages of phones. They have no account;
/// the connector of the connection knows whom to believe.
public final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Connectors connectors;

    Callbacks(Connectors connectors) {
        this.connectors = connectors;
    }

    /// Who has the connectors.
    @FunctionalInterface
    public interface Connectors {

        /// The connector's answer; empty when no provider calls there.
        Optional<Callback.Answer> called(ConnectionId connection, Callback call)
                throws InterruptedException;
    }

    Response answer(Call<JsonNode, Route.None> call) throws InterruptedException {
        ConnectionId id = call.id("connectionId", ConnectionId::parse, "Connection");
        Callback callback = callback(call);
        try {
            return connectors
                    .called(id, callback)
                    .map(answer -> Response.text(answer.status(), answer.type(), answer.text()))
                    .orElseThrow(() -> Refused.notFound("Connection " + id));
        } catch (IllegalStateException notKept) {
            // A provider gives up on a 500 sooner than on a 503, and what it told must not be lost.
            LOG.warn(
                    "connection={} could not keep {}; it has to come again", id, callback, notKept);
            return Response.text(503, TEXT, "");
        }
    }

    private static Callback callback(Call<JsonNode, Route.None> call) {
        Map<String, String> query = new HashMap<>();
        call.query().properties().forEach(p -> query.put(p.getKey(), p.getValue().asString()));
        return new Callback(
                call.request().method(),
                call.path().getOrDefault("call", ""),
                call.request().headers(),
                query,
                new String(call.request().body().read(), StandardCharsets.UTF_8));
    }

    /// The routes of this file.
    List<Route<?, ?>> routes() {
        return List.of(
                route("GET", "/Callbacks/{connectionId}", "Let a provider check the address"),
                route("POST", "/Callbacks/{connectionId}", "Take a provider's call"),
                route("GET", "/Callbacks/{connectionId}/{call}", "Take a provider's call"),
                route("POST", "/Callbacks/{connectionId}/{call}", "Take a provider's call"));
    }

    private Route<?, ?> route(String method, String path, String summary) {
        return Route.callback(method, path, summary)
                .described(
                        "What it brings, and how it shows who it is, depends on the type of the"
                                + " connection. Answered when it is durable.")
                .answersText(TEXT)
                .by(this::answer);
    }
}
