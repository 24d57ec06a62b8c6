package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// True or false.
record BooleanShape() implements Shape<Boolean> {

    @Override
    public @Nullable Boolean read(JsonNode node, Place at, Findings findings) {
        if (!node.isBoolean()) {
            findings.add(at.label() + " must be true or false", at);
            return null;
        }
        return node.booleanValue();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.type("boolean");
    }
}
