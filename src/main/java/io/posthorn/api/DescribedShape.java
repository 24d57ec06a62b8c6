package io.posthorn.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A shape with a sentence for the reader of its schema.
record DescribedShape<T>(Shape<T> shape, String description) implements Shape<T> {

    @Override
    public @Nullable T read(JsonNode node, Place at, Findings findings) {
        return shape.read(node, at, findings);
    }

    @Override
    public List<Field<?>> fields() {
        return shape.fields();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return shape.schema(schemas).put("description", description);
    }
}
