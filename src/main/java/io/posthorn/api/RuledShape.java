package io.posthorn.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A shape and a rule about what it read.
record RuledShape<S, T>(Shape<S> shape, Shape.Rule<? super S, T> rule) implements Shape<T> {

    @Override
    public @Nullable T read(JsonNode node, Place at, Findings findings) {
        S value = shape.read(node, at, findings);
        return value == null ? null : rule.apply(value, at, findings);
    }

    @Override
    public List<Field<?>> fields() {
        return shape.fields();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return shape.schema(schemas);
    }
}
