package io.posthorn.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A list of `min` to `max` items of one shape.
///
/// @param wrongSize the code for a list with too few or too many items
record ListShape<T>(Shape<T> item, int min, int max, Code wrongSize) implements Shape<List<T>> {

    ListShape<T> code(Code forWrongSize) {
        return new ListShape<>(item, min, max, forWrongSize);
    }

    /// No two items may have the same `key`.
    Shape<List<T>> unique(Function<T, Object> key) {
        return then((items, at, findings) -> {
            Set<Object> seen = new HashSet<>();
            boolean unique = true;
            for (int i = 0; i < items.size(); i++) {
                if (!seen.add(key.apply(items.get(i)))) {
                    findings.add("an earlier item is the same", at.item(i));
                    unique = false;
                }
            }
            return unique ? items : null;
        });
    }

    @Override
    public @Nullable List<T> read(JsonNode node, Place at, Findings findings) {
        if (!node.isArray()) {
            findings.add(at.label() + " must be a list", at);
            return null;
        }
        if (node.size() < min || node.size() > max) {
            findings.add(wrongSize, at.label() + wrongSizeText(node.size()), at);
            return null;
        }
        List<T> items = new ArrayList<>(node.size());
        int position = 0;
        for (JsonNode value : node) {
            T read = item.read(value, at.item(position++), findings);
            if (read != null) {
                items.add(read);
            }
        }
        return items.size() == node.size() ? items : null;
    }

    private String wrongSizeText(int size) {
        return size < min
                ? " must have at least " + min + (min == 1 ? " item" : " items")
                : " has " + size + " items, at most " + max + " are allowed";
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.type("array");
        schema.set("items", item.schema(schemas));
        if (min > 0) {
            schema.put("minItems", min);
        }
        return schema.put("maxItems", max);
    }
}
