package io.posthorn.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/console`: the files of the web console, to anybody. What they show they ask of the public API,
/// with the credentials of whoever signs in.
final class ConsolePages {

    private static final Response.Header POLICY =
            new Response.Header(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                            + " trusted-types 'none'");
    private static final Response.Header NO_SNIFFING =
            new Response.Header("X-Content-Type-Options", "nosniff");
    private static final Response.Header NO_REFERRER =
            new Response.Header("Referrer-Policy", "no-referrer");

    private static final String INDEX = "index.html";
    private static final Pattern NAME = Pattern.compile("(pages/)?[a-z-]+\\.(html|js|css|svg)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", ServerPages.HTML,
                    "js", ServerPages.SCRIPT,
                    "css", ServerPages.STYLE,
                    "svg", "image/svg+xml");

    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /// The addresses in the page are relative to `/console`, so that a proxy may put anything
    /// before it; with a slash at its end they would lead elsewhere.
    private Response index(Call<Route.None, Route.None> call) {
        return call.request().path().endsWith("/")
                ? Response.foundAt("../console")
                : answer(call, INDEX);
    }

    private Response file(Call<Route.None, Route.None> call) {
        return answer(call, call.path().getOrDefault("file", ""));
    }

    private Response page(Call<Route.None, Route.None> call) {
        return answer(call, "pages/" + call.path().getOrDefault("file", ""));
    }

    private Response answer(Call<?, ?> call, String name) {
        StaticFile file = files.computeIfAbsent(name, ConsolePages::read);
        if (file == null) {
            throw Refused.notFound("This path");
        }
        return file.answer(call.request(), List.of(POLICY, NO_SNIFFING, NO_REFERRER));
    }

    private static @Nullable StaticFile read(String name) {
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        try (InputStream in = ConsolePages.class.getResourceAsStream("/console/" + name)) {
            String extension = name.substring(name.lastIndexOf('.') + 1);
            return in == null
                    ? null
                    : new StaticFile(
                            TYPES.getOrDefault(extension, ""),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The routes of this file.
    List<Route<?, ?>> routes() {
        return List.of(
                Route.page("/", "Leads to the console")
                        .answersNothing(302, List.of("Location"))
                        .by(_ -> Response.foundAt("console")),
                Route.page("/console", "The web console")
                        .answersText(ServerPages.HTML)
                        .by(this::index),
                Route.page("/console/{file}", "A script, style or picture of the console")
                        .answersText(ServerPages.SCRIPT)
                        .by(this::file),
                Route.page("/console/pages/{file}", "The script of a page of the console")
                        .answersText(ServerPages.SCRIPT)
                        .by(this::page));
    }
}
