package io.posthorn.cli;

import io.posthorn.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON Schema of the server's own OpenAPI document: what a file may say is what the server
/// promises to read, so a newer server's settings need no newer command line. Knows the part of
/// JSON Schema the server uses.
final class Schema {

    private final JsonNode components;
    private final JsonNode schema;

    Schema(JsonNode components, JsonNode schema) {
        this.components = components;
        this.schema = resolved(components, schema);
    }

    /// References followed, and of "this or null" the first.
    private static JsonNode resolved(JsonNode components, JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asString().replaceFirst(".*/", "");
            return resolved(components, components.path(name));
        }
        for (JsonNode one : schema.path("anyOf")) {
            if (!one.path("type").asString("").equals("null")) {
                ObjectNode found = (ObjectNode) resolved(components, one).deepCopy();
                boolean nullable =
                        Stream.of(schema.get("anyOf"))
                                .flatMap(JsonNode::valueStream)
                                .anyMatch(other -> other.path("type").asString("").equals("null"));
                return nullable ? found.put("x-nullable", true) : found;
            }
        }
        return schema;
    }

    Schema property(String name) {
        JsonNode properties = schema.path("properties");
        return new Schema(
                components,
                properties.has(name)
                        ? properties.get(name)
                        : schema.path("additionalProperties").isObject()
                                ? schema.get("additionalProperties")
                                : schema);
    }

    Schema items() {
        return new Schema(components, schema.path("items"));
    }

    /// Whether its properties have fixed names; otherwise they are entries of a map.
    boolean hasFixedProperties() {
        return schema.has("properties");
    }

    boolean isSecret() {
        return schema.path("format").asString("").equals("password");
    }

    /// The one of its choices that is meant; letters may be of any case.
    Optional<String> choice(String text) {
        return choices().stream().filter(choice -> choice.equalsIgnoreCase(text)).findFirst();
    }

    private List<String> choices() {
        return schema.path("enum").valueStream().map(JsonNode::asString).toList();
    }

    /// Tells everything that is wrong with a value.
    ///
    /// @param at where the value is, for the message
    void check(JsonNode value, String at, Consumer<String> wrong) {
        if (value.isNull()) {
            if (!types().contains("null") && !schema.path("x-nullable").asBoolean(false)) {
                wrong.accept(at + " cannot be null");
            }
            return;
        }
        if (!types().isEmpty() && types().stream().noneMatch(type -> is(type, value))) {
            wrong.accept(at + " must be " + String.join(" or ", expected()) + hint(value));
        } else if (value.isObject()) {
            checkObject(value, at, wrong);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                items().check(value.get(i), at + "[" + i + "]", wrong);
            }
        } else if (value.isNumber()) {
            checkNumber(value.decimalValue(), at, wrong);
        } else if (value.isString()) {
            checkText(value.asString(), at, wrong);
        }
    }

    private List<String> types() {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? type.valueStream().map(JsonNode::asString).toList()
                : type.isString() ? List.of(type.asString()) : List.of();
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> false;
        };
    }

    private List<String> expected() {
        return types().stream()
                .filter(type -> !type.equals("null"))
                .map(type ->
                        switch (type) {
                            case "object" -> "a mapping";
                            case "array" -> "a list";
                            case "string" -> "text";
                            case "boolean" -> "true or false";
                            case "integer" -> "a whole number";
                            default -> "a number";
                        })
                .toList();
    }

    /// YAML reads +14155550123 as a number.
    private String hint(JsonNode value) {
        return value.isNumber() && types().contains("string") ? "; put it in quotes" : "";
    }

    private void checkObject(JsonNode value, String at, Consumer<String> wrong) {
        List<String> known = new ArrayList<>(schema.path("properties").propertyNames());
        boolean open = !schema.path("additionalProperties").isBoolean() || known.isEmpty();
        for (var entry : value.properties()) {
            String place = at.isEmpty() ? entry.getKey() : at + "." + entry.getKey();
            if (known.contains(entry.getKey()) || open) {
                property(entry.getKey()).check(entry.getValue(), place, wrong);
            } else {
                wrong.accept(unknown(place, entry.getKey(), known));
            }
        }
        schema.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(name -> !value.has(name))
                .forEach(name -> wrong.accept(at + " has no \"" + name + "\""));
    }

    static String unknown(String at, String key, List<String> known) {
        return at
                + " is not known"
                + Nearest.to(key, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("; known are " + String.join(", ", known));
    }

    private void checkNumber(BigDecimal number, String at, Consumer<String> wrong) {
        boolean small = is(number, "minimum", -1) || is(number, "exclusiveMinimum", -1, 0);
        boolean large = is(number, "maximum", 1);
        if (small || large) {
            wrong.accept(at + " is too " + (small ? "small" : "large") + ": " + number);
        }
    }

    /// Whether it compares like that to a limit, if there is one.
    private boolean is(BigDecimal number, String limit, Integer... order) {
        return schema.has(limit)
                && List.of(order).contains(number.compareTo(schema.get(limit).decimalValue()));
    }

    private void checkText(String text, String at, Consumer<String> wrong) {
        if (!choices().isEmpty() && choice(text).isEmpty()) {
            String near =
                    Nearest.to(text.toUpperCase(Locale.ROOT), choices())
                            .map(one -> "; did you mean " + one + "?")
                            .orElse("");
            wrong.accept(at + " must be one of " + String.join(", ", choices()) + near);
        } else if (text.length() < schema.path("minLength").asInt(0)) {
            wrong.accept(at + " is too short");
        } else if (text.length() > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
            wrong.accept(at + " is too long");
        } else if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").asString()).matcher(text).find()) {
            wrong.accept(at + " must match " + schema.get("pattern").asString());
        }
    }
}
