package io.posthorn.message;

import java.util.Map;
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

    static String render(String json, Map<String, String> variables) {
        return render(JSON.readTree(json), variables).toString();
    }

    private static JsonNode render(JsonNode node, Map<String, String> variables) {
        if (node.isString()) {
            String text = Template.parse(node.asString()).render(variables);
            return JsonNodeFactory.instance.stringNode(text);
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> list.add(render(item, variables)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(p -> object.set(p.getKey(), render(p.getValue(), variables)));
            return object;
        }
        return node;
    }
}
