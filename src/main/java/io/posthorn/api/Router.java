package io.posthorn.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path: literal segments before `{name}`, literals in any case.
final class Router {

    private static final Set<String> VERSIONS = Set.of("v1", "preview");

    private final Node versioned = new Node();
    private final Node unversioned = new Node();

    Router(List<Route<?, ?>> routes) {
        for (Route<?, ?> route : routes) {
            Node root =
                    switch (route.draft().access()) {
                        case ACCOUNT, PROVIDER -> versioned;
                        case ANYBODY, BROWSER -> unversioned;
                    };
            root.add(segments(route.draft().path()), route);
        }
    }

    /// @param version as the path names it; `v1` outside the versions
    record Match(Route<?, ?> route, String version, Map<String, String> variables) {}

    private static final class Node {

        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Route<?, ?>> byMethod = new TreeMap<>();
        @Nullable Node variable;
        String name = "";

        void add(List<String> path, Route<?, ?> route) {
            Node node = this;
            for (String segment : path) {
                node = node.child(segment);
            }
            byMethodOf(node, route);
        }

        private static void byMethodOf(Node node, Route<?, ?> route) {
            if (node.byMethod.put(route.draft().method(), route) != null) {
                throw new IllegalArgumentException(
                        "two routes for " + route.draft().method() + " " + route.draft().path());
            }
        }

        private Node child(String segment) {
            if (!segment.startsWith("{")) {
                return literals.computeIfAbsent(lower(segment), _ -> new Node());
            }
            Node child = variable == null ? new Node() : variable;
            child.name = segment.substring(1, segment.length() - 1);
            variable = child;
            return child;
        }
    }

    /// Throws [Refused] with 404 or 405.
    ///
    /// @param basePath what may stand before every path of ours: a proxy may have left it there
    Match find(String method, String rawPath, String basePath) {
        List<String> path = segments(withoutBase(rawPath, basePath));
        boolean hasVersion = !path.isEmpty() && VERSIONS.contains(lower(path.getFirst()));
        String version = hasVersion ? lower(path.getFirst()) : "v1";
        Node node = hasVersion ? versioned : unversioned;
        Map<String, String> variables = new HashMap<>();
        for (String segment : hasVersion ? path.subList(1, path.size()) : path) {
            Node literal = node.literals.get(lower(segment));
            Node next = literal != null ? literal : node.variable;
            if (next == null) {
                throw Refused.notFound("This path");
            }
            if (literal == null) {
                variables.put(next.name, segment);
            }
            node = next;
        }
        return new Match(route(node, method), version, variables);
    }

    private static Route<?, ?> route(Node node, String method) {
        if (node.byMethod.isEmpty()) {
            throw Refused.notFound("This path");
        }
        Route<?, ?> route = node.byMethod.get(method);
        if (route == null) {
            String allowed = String.join(", ", node.byMethod.keySet());
            throw new Refused(
                    405,
                    Code.METHOD_NOT_ALLOWED,
                    "This path allows " + allowed,
                    new Response.Header("Allow", allowed));
        }
        return route;
    }

    private static String withoutBase(String path, String basePath) {
        String base = basePath.replaceAll("/+$", "");
        return path.startsWith(base + "/") ? path.substring(base.length()) : path;
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(Router::decoded)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw Refused.malformed("The path is not percent-encoded correctly");
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
