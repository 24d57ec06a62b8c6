package io.posthorn.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An object with named properties and no others.
final class ObjectShape<T> implements Shape<T> {

    private final Function<Values, T> make;
    private final List<Field<?>> fields;
    private final int min;
    private final Map<String, Integer> slots = new HashMap<>();

    /// @param min properties that must be given, whichever they are
    ObjectShape(Function<Values, T> make, List<Field<?>> fields, int min) {
        this.min = min;
        this.make = make;
        this.fields = fields;
        for (Field<?> field : fields) {
            slots.put(field.name(), slots.size());
        }
    }

    @Override
    public @Nullable T read(JsonNode node, Place at, Findings findings) {
        if (!node.isObject()) {
            findings.add(at.label() + " must be an object", at);
            return null;
        }
        if (node.size() < min) {
            findings.add("nothing is to be changed", at);
            return null;
        }
        @Nullable Object[] values = new Object[fields.size()];
        boolean[] given = new boolean[fields.size()];
        boolean whole = true;
        for (var property : node.properties()) {
            Integer slot = slots.get(property.getKey());
            if (slot == null) {
                findings.addUnknown(property.getKey(), slots.keySet(), at);
                whole = false;
            } else {
                given[slot] = true;
                values[slot] =
                        fields.get(slot)
                                .read(
                                        property.getValue(),
                                        at.property(property.getKey()),
                                        findings);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (!given[i]) {
                values[i] = fields.get(i).absent(at, findings);
            }
            whole &= values[i] != null;
        }
        return whole ? make.apply(new Values(fields, values)) : null;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.type("object");
        ObjectNode properties = schema.putObject("properties");
        fields.forEach(field -> properties.set(field.name(), field.schema(schemas)));
        List<String> required = fields.stream().filter(Field::isRequired).map(Field::name).toList();
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        if (min > 0) {
            schema.put("minProperties", min);
        }
        return schema.put("additionalProperties", false);
    }

    @Override
    public List<Field<?>> fields() {
        return fields;
    }
}
