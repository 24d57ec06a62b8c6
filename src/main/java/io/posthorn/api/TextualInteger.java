package io.posthorn.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A whole number in a query, where everything is text.
record TextualInteger(int min, int max) implements Shape<Integer> {

    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public @Nullable Integer read(JsonNode node, Place at, Findings findings) {
        boolean number = DIGITS.matcher(node.asString("")).matches();
        JsonNode value =
                number
                        ? JsonNodeFactory.instance.numberNode(Long.parseLong(node.asString()))
                        : node;
        return new IntegerShape(min, max).read(value, at, findings);
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return new IntegerShape(min, max).schema(schemas);
    }
}
