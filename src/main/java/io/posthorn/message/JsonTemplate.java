package io.posthorn.message;

import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON whose strings are templates. Only strings are filled in, so that no value can change the
/// shape of the document.
final class JsonTemplate {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonTemplate() {}

    /// An empty object when it is none.
    static ObjectNode read(String json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode object ? object : empty();
        } catch (JacksonException notOne) {
            return empty();
        }
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// With the recipient's values in its Liquid.
    ///
    /// @throws Template.Unrenderable when these variables make a template fail
    static ObjectNode render(String json, Map<String, String> variables) {
        ObjectNode object = read(json);
        return Template.isTemplated(json)
                ? filled(object, text -> Template.parse(text).render(variables))
                : object;
    }

    static ObjectNode filled(ObjectNode object, UnaryOperator<String> fill) {
        ObjectNode filled = empty();
        object.properties().forEach(p -> filled.set(p.getKey(), filled(p.getValue(), fill)));
        return filled;
    }

    private static JsonNode filled(JsonNode node, UnaryOperator<String> fill) {
        if (node.isString()) {
            return JsonNodeFactory.instance.stringNode(fill.apply(node.asString()));
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> list.add(filled(item, fill)));
            return list;
        }
        return node instanceof ObjectNode object ? filled(object, fill) : node;
    }
}
