package io.posthorn.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The name of a connection type, in any case.
record TypeShape(List<String> names) implements Shape<String> {

    @Override
    public @Nullable String read(JsonNode node, Place at, Findings findings) {
        String name = node.isString() ? node.asString().toUpperCase(Locale.ROOT) : "";
        if (names.contains(name)) {
            return name;
        }
        findings.add(at.label() + " must be one of " + String.join(", ", names), at);
        return null;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.type("string");
        ArrayNode choices = schema.putArray("enum");
        names.forEach(choices::add);
        return schema;
    }
}
