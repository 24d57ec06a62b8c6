package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A whole number from `min` to `max`.
record IntegerShape(int min, int max) implements Shape<Integer> {

    @Override
    public @Nullable Integer read(JsonNode node, Place at, Findings findings) {
        if (!node.isIntegralNumber()) {
            findings.add(at.label() + " must be a whole number", at);
            return null;
        }
        if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            findings.add(at.label() + " must be between " + min + " and " + max, at);
            return null;
        }
        return node.intValue();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.type("integer").put("minimum", min).put("maximum", max);
    }
}
