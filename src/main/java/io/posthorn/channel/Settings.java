package io.posthorn.channel;

import io.posthorn.channel.ConnectionType.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of one connection; those left out have the default of their field.
public record Settings(List<Field> fields, Map<String, String> given) {

    public Settings {
        fields = List.copyOf(fields);
        given = Map.copyOf(given);
    }

    public String text(String name) {
        Optional<String> fallback =
                fields.stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .flatMap(Field::fallback);
        return Optional.ofNullable(given.get(name)).or(() -> fallback).orElseThrow();
    }

    /// Empty when nothing was given and there is nothing by default.
    public Optional<String> some(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    @Override
    public String toString() {
        return "Settings" + given.keySet(); // values may be secret
    }
}
