package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A document that is checked and then kept as it came.
record VerbatimShape(Shape<?> shape) implements Shape<JsonNode> {

    @Override
    public @Nullable JsonNode read(JsonNode node, Place at, Findings findings) {
        return shape.read(node, at, findings) == null ? null : node;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return shape.schema(schemas);
    }
}
