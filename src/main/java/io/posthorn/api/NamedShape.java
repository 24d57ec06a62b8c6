package io.posthorn.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A shape that `openapi.json` keeps under a name.
record NamedShape<T>(Shape<T> shape, String name, Optional<String> description)
        implements Shape<T> {

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
        return schemas.named(
                name,
                shape,
                () -> {
                    ObjectNode schema = shape.schema(schemas);
                    description.ifPresent(text -> schema.put("description", text));
                    return schema;
                });
    }

    @Override
    public Shape<T> described(String text) {
        return new NamedShape<>(shape, name, Optional.of(text));
    }
}
