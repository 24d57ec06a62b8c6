package io.posthorn.api;

import io.posthorn.Nearest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The query of a request as a document, so that the same shapes read it.
///
/// Names are known in any spelling of theirs: `PageToken` and `page_token` are `pageToken`.
final class Query {

    private Query() {}

    /// @param shape the shape the document is for: it knows the names
    static ObjectNode read(String query, Shape<?> shape) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        if (query.isEmpty()) {
            return document;
        }
        Map<String, String> names = names(shape);
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                put(document, names.getOrDefault(plain(name), name), value);
            }
        }
        return document;
    }

    private static void put(ObjectNode document, String name, String value) {
        if (document.has(name)) {
            throw Refused.malformed(
                    "The query parameter " + Nearest.shown(name) + " appears twice");
        }
        document.put(name, value);
    }

    private static Map<String, String> names(Shape<?> shape) {
        Map<String, String> names = new HashMap<>();
        shape.fields().forEach(field -> names.put(plain(field.name()), field.name()));
        return names;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw Refused.malformed("The query is not percent-encoded correctly");
        }
    }
}
