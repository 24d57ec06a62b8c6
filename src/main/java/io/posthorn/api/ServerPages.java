package io.posthorn.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the server says about itself, to anybody.
final class ServerPages {

    static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";
    static final String SCRIPT = "text/javascript; charset=utf-8";
    static final String STYLE = "text/css; charset=utf-8";

    private static final Response.Header POLICY =
            new Response.Header(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final Parts parts;

    ServerPages(Parts parts) {
        this.parts = parts;
    }

    /// @param reason empty when it can work
    record Readiness(boolean ready, String reason) {}

    Response live(Call<Route.None, Route.None> call) {
        return Response.ok(new Readiness(true, ""));
    }

    Response ready(Call<Route.None, Route.None> call) {
        Optional<String> reason = parts.notReady().get();
        return Response.json(
                reason.isPresent() ? 503 : 200, new Readiness(reason.isEmpty(), reason.orElse("")));
    }

    Response metrics(Call<Route.None, Route.None> call) {
        return Response.text(200, PROMETHEUS, parts.metrics().get());
    }

    static Response resource(String name, String contentType) {
        try (InputStream in = ServerPages.class.getResourceAsStream("/docs/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks docs/" + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Response.text(200, contentType, text, POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The routes of this file.
    List<Route<?, ?>> routes() {
        return List.of(
                Route.open("/health/live", "Whether the process runs")
                        .answers(200, Readiness.class)
                        .by(this::live),
                Route.open("/health/ready", "Whether the server can work")
                        .described("503 with the same body while it cannot.")
                        .answers(200, Readiness.class)
                        .by(this::ready),
                Route.open("/metrics", "Counters and gauges for Prometheus")
                        .answersText(PROMETHEUS)
                        .by(this::metrics),
                Route.open("/docs", "This API, to read")
                        .answersText(HTML)
                        .by(_ -> resource("index.html", HTML)),
                Route.open("/docs/docs.js", "The script of /docs")
                        .answersText(SCRIPT)
                        .by(_ -> resource("docs.js", SCRIPT)),
                Route.open("/docs/docs.css", "The style of /docs")
                        .answersText(STYLE)
                        .by(_ -> resource("docs.css", STYLE)));
    }
}
