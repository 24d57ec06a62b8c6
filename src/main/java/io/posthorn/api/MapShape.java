package io.posthorn.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An object whose properties the caller names, all of them text.
record MapShape(int max, Shape<String> key, Shape<String> value)
        implements Shape<Map<String, String>> {

    @Override
    public @Nullable Map<String, String> read(JsonNode node, Place at, Findings findings) {
        if (!node.isObject()) {
            findings.add(at.label() + " must be an object", at);
            return null;
        }
        if (node.size() > max) {
            findings.add(
                    at.label()
                            + " has "
                            + node.size()
                            + " entries, at most "
                            + max
                            + " are allowed",
                    at);
            return null;
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (var property : node.properties()) {
            Place place = at.property(property.getKey());
            var name = JsonNodeFactory.instance.stringNode(property.getKey());
            String readKey = key.read(name, place, findings);
            String readValue = value.read(property.getValue(), place, findings);
            if (readKey != null && readValue != null) {
                entries.put(readKey, readValue);
            }
        }
        return entries.size() == node.size() ? entries : null;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.type("object");
        schema.set("propertyNames", key.schema(schemas));
        schema.set("additionalProperties", value.schema(schemas));
        return max < Integer.MAX_VALUE ? schema.put("maxProperties", max) : schema;
    }
}
