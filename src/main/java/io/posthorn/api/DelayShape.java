package io.posthorn.api;

import io.posthorn.channel.simulator.Delay;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Milliseconds: a number, or a list of the least and the most.
record DelayShape(int max) implements Shape<Delay> {

    @Override
    public @Nullable Delay read(JsonNode node, Place at, Findings findings) {
        if (!isMillis(node) && !isRange(node)) {
            findings.add(
                    at.label()
                            + " must be milliseconds up to "
                            + max
                            + ", or a list of the least and the most",
                    at);
            return null;
        }
        JsonNode least = node.isArray() ? node.get(0) : node;
        JsonNode most = node.isArray() ? node.get(1) : node;
        return Delay.ofMillis(least.intValue(), most.intValue());
    }

    private boolean isRange(JsonNode node) {
        return node.isArray()
                && node.size() == 2
                && isMillis(node.get(0))
                && isMillis(node.get(1))
                && node.get(0).intValue() <= node.get(1).intValue();
    }

    private boolean isMillis(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToInt()
                && node.intValue() >= 0
                && node.intValue() <= max;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode millis = new IntegerShape(0, max).schema(schemas);
        ObjectNode range = Schemas.type("array").put("minItems", 2).put("maxItems", 2);
        range.set("items", new IntegerShape(0, max).schema(schemas));
        ObjectNode schema = Schemas.any();
        schema.putArray("oneOf").add(millis).add(range);
        return schema;
    }
}
