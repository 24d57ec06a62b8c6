package io.posthorn.api;

import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.ConnectionType.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The settings of a connection, whose names depend on its type: [ConnectionForms] looks into them.
record SettingsShape(List<ConnectionType> types) implements Shape<JsonNode> {

    @Override
    public @Nullable JsonNode read(JsonNode node, Place at, Findings findings) {
        if (node.isObject()) {
            return node;
        }
        findings.add(at.label() + " must be an object", at);
        return null;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.any();
        ArrayNode choices = schema.putArray("anyOf");
        for (ConnectionType type : types) {
            choices.add(
                    schemas.named("Settings_" + type.name(), type.name(), () -> settings(type)));
        }
        return schema;
    }

    private static ObjectNode settings(ConnectionType type) {
        ObjectNode schema = Schemas.type("object");
        ObjectNode properties = schema.putObject("properties");
        for (Field field : type.fields()) {
            ObjectNode property = form(field).put("description", field.help());
            field.fallback().ifPresent(value -> property.put("x-default", value));
            within(properties, field.name()).set(SettingsGroups.nameWithin(field.name()), property);
        }
        return schema.put("additionalProperties", false);
    }

    /// Where a field is described: in the object it belongs to.
    private static ObjectNode within(ObjectNode properties, String field) {
        int dot = field.indexOf('.');
        if (dot < 0) {
            return properties;
        }
        ObjectNode group = properties.withObjectProperty(field.substring(0, dot));
        if (group.isEmpty()) {
            group.setAll(Schemas.type("object").put("additionalProperties", false));
        }
        return group.withObjectProperty("properties");
    }

    private static ObjectNode form(Field field) {
        return switch (field.form()) {
            case TEXT -> Schemas.type("string");
            case SECRET -> Schemas.type("string").put("format", "password");
            case INTEGER -> Schemas.type("integer");
            case BOOLEAN -> Schemas.type("boolean");
            case AUTO_OR_INTEGER -> {
                ObjectNode either = Schemas.any();
                either.putArray("type").add("string").add("integer");
                yield either;
            }
            case CHOICE -> {
                ObjectNode choice = Schemas.type("string");
                ArrayNode names = choice.putArray("enum");
                field.choices().forEach(names::add);
                yield choice;
            }
        };
    }
}
