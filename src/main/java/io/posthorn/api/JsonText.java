package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A value, or text that holds it as JSON: the way forms carry objects.
record JsonText<T>(Shape<T> shape) implements Shape<T> {

    @Override
    public @Nullable T read(JsonNode node, Place at, Findings findings) {
        if (!node.isString()) {
            return shape.read(node, at, findings);
        }
        try {
            return shape.read(Json.read(node.asString()), at, findings);
        } catch (JacksonException notJson) {
            findings.add(at.label() + " must hold JSON", at);
            return null;
        }
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.any();
        schema.putArray("anyOf").add(shape.schema(schemas)).add(Schemas.type("string"));
        return schema;
    }
}
