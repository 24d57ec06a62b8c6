package io.posthorn.api;

import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.ConnectionType.Field;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The settings of each connection type: read from the wire, shown on it, described.
final class ConnectionForms {

    /// Stands for a secret in every answer; sent back it means the secret as it is.
    static final String MASK = "********";

    private static final String AUTO = "AUTO";
    private static final int MAX_LENGTH = 10_000; // a key file fits

    private final Map<String, ConnectionType> types;

    ConnectionForms(List<ConnectionType> types) {
        this.types =
                types.stream()
                        .collect(
                                Collectors.toMap(
                                        ConnectionType::name,
                                        Function.identity(),
                                        (first, _) -> first,
                                        LinkedHashMap::new));
    }

    /// The name of a type, in any case.
    Shape<String> type() {
        return new TypeShape(List.copyOf(types.keySet()));
    }

    /// Settings of any type, not yet looked into.
    Shape<JsonNode> settings() {
        return new SettingsShape(List.copyOf(types.values()));
    }

    boolean carries(Connection connection, Channel channel) {
        ConnectionType type = types.get(connection.type());
        return type != null && type.channels().contains(channel);
    }

    /// All settings of a connection: those given, over those it had, over the defaults.
    ///
    /// @param before empty for a new connection
    Map<String, String> read(
            String typeName,
            JsonNode given,
            Map<String, String> before,
            Place at,
            Findings findings) {
        List<Field> fields = fields(typeName);
        Map<String, String> settings = new LinkedHashMap<>(before);
        ObjectNode flat = SettingsGroups.of(fields).flat(given, at, findings);
        refuseUnknown(flat, fields, at, findings);
        for (Field field : fields) {
            JsonNode value = flat.path(field.name());
            Place place = at.property(field.name());
            if (field.form() == Field.Form.SECRET && value.asString("").equals(MASK)) {
                keepSecret(field, before, place, findings);
            } else if (value.isNull()
                    || (value.isMissingNode() && !before.containsKey(field.name()))) {
                fallback(field, settings, place, findings);
            } else if (!value.isMissingNode()) {
                String text = value(field, value, place, findings);
                if (text != null) {
                    settings.put(field.name(), text);
                }
            }
        }
        refuseFaults(typeName, settings, at, findings);
        return settings;
    }

    private void refuseFaults(
            String typeName, Map<String, String> settings, Place at, Findings findings) {
        ConnectionType type = types.get(typeName);
        if (type != null
                && type.fields().stream().map(Field::name).allMatch(settings::containsKey)) {
            type.faults(settings).forEach((name, fault) -> findings.add(fault, at.property(name)));
        }
    }

    private static void keepSecret(
            Field field, Map<String, String> before, Place at, Findings findings) {
        if (!before.containsKey(field.name())) {
            findings.add(field.name() + " is a mask, not a secret", at);
        }
    }

    private static void fallback(
            Field field, Map<String, String> settings, Place at, Findings findings) {
        settings.remove(field.name());
        field.fallback()
                .ifPresentOrElse(
                        value -> settings.put(field.name(), value),
                        () -> findings.add(field.name() + " is required", at));
    }

    private static void refuseUnknown(
            JsonNode given, List<Field> fields, Place at, Findings findings) {
        List<String> names = fields.stream().map(Field::name).toList();
        for (var property : given.properties()) {
            if (!names.contains(property.getKey())) {
                findings.addUnknown(property.getKey(), names, at);
            }
        }
    }

    private static @Nullable String value(Field field, JsonNode node, Place at, Findings findings) {
        Optional<String> value = canonical(field, node);
        if (value.isEmpty()) {
            findings.add(field.name() + " must be " + expected(field), at);
        }
        return value.orElse(null);
    }

    private static Optional<String> canonical(Field field, JsonNode node) {
        return switch (field.form()) {
            case TEXT, SECRET -> text(field, node);
            case INTEGER -> integer(node, Integer.MIN_VALUE);
            case BOOLEAN ->
                    node.isBoolean()
                            ? Optional.of(Boolean.toString(node.booleanValue()))
                            : Optional.empty();
            case AUTO_OR_INTEGER -> upper(node).filter(AUTO::equals).or(() -> integer(node, 1));
            case CHOICE -> upper(node).filter(field.choices()::contains);
        };
    }

    private static Optional<String> text(Field field, JsonNode node) {
        boolean mayBeEmpty = field.fallback().isPresent();
        return node.isString()
                        && node.asString().length() <= MAX_LENGTH
                        && (mayBeEmpty || !node.asString().isEmpty())
                ? Optional.of(node.asString())
                : Optional.empty();
    }

    private static Optional<String> integer(JsonNode node, int min) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= min
                ? Optional.of(Integer.toString(node.intValue()))
                : Optional.empty();
    }

    private static Optional<String> upper(JsonNode node) {
        return node.isString()
                ? Optional.of(node.asString().toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private static String expected(Field field) {
        return switch (field.form()) {
            case TEXT, SECRET -> "text" + (field.fallback().isEmpty() ? " and not empty" : "");
            case INTEGER -> "a whole number";
            case BOOLEAN -> "true or false";
            case AUTO_OR_INTEGER -> "AUTO or a whole number above 0";
            case CHOICE -> "one of " + String.join(", ", field.choices());
        };
    }

    /// The settings as they are answered: in the types of JSON, secrets masked.
    ObjectNode shown(Connection connection) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (Field field : fields(connection.type())) {
            String value = connection.settings().get(field.name());
            if (value != null) {
                show(SettingsGroups.group(shown, field.name()), field, value);
            }
        }
        return shown;
    }

    private static void show(ObjectNode shown, Field field, String value) {
        String name = SettingsGroups.nameWithin(field.name());
        switch (field.form()) {
            case SECRET -> shown.put(name, value.isEmpty() ? "" : MASK);
            case TEXT, CHOICE -> shown.put(name, value);
            case BOOLEAN -> shown.put(name, Boolean.parseBoolean(value));
            case INTEGER -> shown.put(name, Integer.parseInt(value));
            case AUTO_OR_INTEGER -> {
                if (value.equals(AUTO)) {
                    shown.put(name, value);
                } else {
                    shown.put(name, Integer.parseInt(value));
                }
            }
        }
    }

    private List<Field> fields(String typeName) {
        ConnectionType type = types.get(typeName);
        return type == null ? List.of() : type.fields();
    }
}
