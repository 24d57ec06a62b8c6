package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A whole number from `min` to `max`.
///
/// @param outside the code for a number that is not
record IntegerShape(int min, int max, Code outside) implements Shape<Integer> {

    IntegerShape(int min, int max) {
        this(min, max, Code.INVALID_PARAMETER);
    }

    @Override
    public @Nullable Integer read(JsonNode node, Place at, Findings findings) {
        if (!node.isIntegralNumber()) {
            findings.add(at.label() + " must be a whole number", at);
            return null;
        }
        if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            findings.add(outside, at.label() + " must be between " + min + " and " + max, at);
            return null;
        }
        return node.intValue();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.type("integer").put("minimum", min).put("maximum", max);
    }
}
