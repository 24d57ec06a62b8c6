package io.posthorn.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A number from `min` to `max`.
///
/// @param inclusive whether `min` itself is allowed
record NumberShape(double min, boolean inclusive, double max) implements Shape<Double> {

    @Override
    public @Nullable Double read(JsonNode node, Place at, Findings findings) {
        if (!node.isNumber()) {
            findings.add(at.label() + " must be a number", at);
            return null;
        }
        double value = node.doubleValue();
        boolean enough = inclusive ? value >= min : value > min;
        if (enough && value <= max) {
            return value;
        }
        String low = (inclusive ? "at least " : "above ") + plain(min);
        findings.add(at.label() + " must be " + low + " and at most " + plain(max), at);
        return null;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.type("number")
                .put(inclusive ? "minimum" : "exclusiveMinimum", min)
                .put("maximum", max);
    }
}
