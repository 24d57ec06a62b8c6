package io.posthorn.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One of a few names, in any case; the schema shows them in the case they are answered in.
final class ChoiceShape<E extends Enum<E>> implements Shape<E> {

    private final Map<String, E> byName;
    private final List<String> names;

    ChoiceShape(List<E> choices) {
        byName = choices.stream().collect(Collectors.toMap(Enum::name, Function.identity()));
        names = choices.stream().map(Enum::name).toList();
    }

    /// @param byName what each name means, in the order they are shown in
    ChoiceShape(Map<String, E> byName) {
        this.byName = byName;
        this.names = List.copyOf(byName.keySet());
    }

    @Override
    public @Nullable E read(JsonNode node, Place at, Findings findings) {
        E choice = node.isString() ? find(node.asString()) : null;
        if (choice == null) {
            findings.add(at.label() + " must be one of " + String.join(", ", names), at);
        }
        return choice;
    }

    private @Nullable E find(String name) {
        E exact = byName.get(name);
        return exact != null ? exact : byName.get(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.type("string");
        ArrayNode choices = schema.putArray("enum");
        names.forEach(choices::add);
        return schema;
    }
}
