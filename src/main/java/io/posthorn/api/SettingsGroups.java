package io.posthorn.api;

import io.posthorn.channel.ConnectionType.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Settings that belong together are an object on the wire: the field `dkim.domain` is `domain` in
/// `dkim`.
record SettingsGroups(List<String> names) {

    static SettingsGroups of(List<Field> fields) {
        return new SettingsGroups(fields.stream().map(Field::name).toList());
    }

    /// The object a field's value stands in, made when it is missing.
    static ObjectNode group(ObjectNode settings, String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? settings : settings.withObjectProperty(field.substring(0, dot));
    }

    /// A field's name in its object.
    static String nameWithin(String field) {
        return field.substring(field.indexOf('.') + 1);
    }

    /// The settings by the names of their fields. A group that is `null` is all its fields.
    ObjectNode flat(JsonNode given, Place at, Findings findings) {
        Set<String> groups =
                names.stream()
                        .filter(name -> name.contains("."))
                        .map(name -> name.substring(0, name.indexOf('.')))
                        .collect(Collectors.toSet());
        ObjectNode flat = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : given.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            if (name.contains(".")) {
                findings.addUnknown(name, groups, at);
            } else if (!groups.contains(name)) {
                flat.set(name, value);
            } else if (value.isObject()) {
                value.properties().forEach(e -> flat.set(name + "." + e.getKey(), e.getValue()));
            } else if (value.isNull()) {
                names.stream().filter(n -> n.startsWith(name + ".")).forEach(flat::putNull);
            } else {
                findings.add(name + " must be an object", at.property(name));
            }
        }
        return flat;
    }
}
