package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Any object that is not empty, kept as it came.
record AnyObjectShape() implements Shape<JsonNode> {

    @Override
    public @Nullable JsonNode read(JsonNode node, Place at, Findings findings) {
        if (node.isObject() && !node.isEmpty()) {
            return node;
        }
        findings.add(at.label() + " must be an object and not empty", at);
        return null;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.type("object").put("minProperties", 1);
    }
}
