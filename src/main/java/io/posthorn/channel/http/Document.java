package io.posthorn.channel.http;

import io.posthorn.channel.Callback;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What a provider wrote, as text and, where it is some, as JSON.
///
/// @param json missing when the text is no JSON
record Document(String text, JsonNode json) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Document of(String text) {
        return new Document(text, json(text).orElseGet(MissingNode::getInstance));
    }

    /// A callback: its JSON, or its form fields, with the parameters of its query beside them.
    ///
    /// Throws `IllegalArgumentException` for a broken form.
    static Document of(Callback call) {
        Optional<JsonNode> json = json(call.body());
        if (json.isPresent() && !json.get().isObject()) {
            return new Document(call.body(), json.get());
        }
        ObjectNode fields = json.map(ObjectNode.class::cast).orElseGet(() -> form(call));
        call.query().forEach((name, value) -> fields.putIfAbsent(name, text(value)));
        return new Document(call.body(), fields);
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    private static Optional<JsonNode> json(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static ObjectNode form(Callback call) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        call.form().forEach(fields::put);
        return fields;
    }

    Document part(JsonNode node) {
        return new Document(text, node);
    }

    @Override
    public String toString() {
        return "Document[" + text.length() + "]"; // it may quote a message
    }
}
