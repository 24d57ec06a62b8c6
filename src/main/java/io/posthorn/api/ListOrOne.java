package io.posthorn.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A list, or one item without the list around it.
record ListOrOne<T>(Shape<List<T>> list, Shape<T> one) implements Shape<List<T>> {

    @Override
    public @Nullable List<T> read(JsonNode node, Place at, Findings findings) {
        if (!node.isObject()) {
            return list.read(node, at, findings);
        }
        T item = one.read(node, at, findings);
        return item == null ? null : List.of(item);
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.any();
        schema.putArray("oneOf").add(list.schema(schemas)).add(one.schema(schemas));
        return schema;
    }
}
