package io.posthorn.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An object whose properties the caller names.
record MapShape<K, V>(int max, Shape<K> key, Shape<V> value) implements Shape<Map<K, V>> {

    @Override
    public @Nullable Map<K, V> read(JsonNode node, Place at, Findings findings) {
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
        Map<K, V> entries = new LinkedHashMap<>();
        for (var property : node.properties()) {
            Place place = at.property(property.getKey());
            var name = JsonNodeFactory.instance.stringNode(property.getKey());
            K readKey = key.read(name, place, findings);
            V readValue = value.read(property.getValue(), place, findings);
            if (readKey != null && readValue != null && entries.put(readKey, readValue) != null) {
                findings.add("an earlier entry is the same", place);
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
