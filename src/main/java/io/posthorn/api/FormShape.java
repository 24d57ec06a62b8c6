package io.posthorn.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An object that may also come as a form: every value is text then, and a name may be repeated.
/// Names are known in any spelling of theirs: `SinkSid`, `sink_sid` and `sinkSid` are one.
record FormShape<T>(Shape<T> shape) implements Shape<T> {

    static final String FORM = "application/x-www-form-urlencoded";

    @Override
    public @Nullable T read(JsonNode node, Place at, Findings findings) {
        return shape.read(node.isObject() ? renamed(node) : node, at, findings);
    }

    private ObjectNode renamed(JsonNode object) {
        Map<String, String> names = names();
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(each ->
                        renamed.set(
                                names.getOrDefault(plain(each.getKey()), each.getKey()),
                                each.getValue()));
        return renamed;
    }

    private Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        shape.fields().forEach(field -> names.put(plain(field.name()), field.name()));
        return names;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /// A form as the document it stands for: a repeated name becomes a list.
    static ObjectNode document(byte[] form) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (String pair : new String(form, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                add(document, name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return document;
    }

    private static void add(ObjectNode document, String name, String value) {
        switch (document.get(name)) {
            case null -> document.put(name, value);
            case ArrayNode list -> list.add(value);
            case JsonNode one -> document.putArray(name).add(one).add(value);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw Refused.malformed("The form is not percent-encoded correctly");
        }
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return shape.schema(schemas);
    }

    @Override
    public List<Field<?>> fields() {
        return shape.fields();
    }
}
