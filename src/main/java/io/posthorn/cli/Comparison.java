package io.posthorn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What is different between what a file says of one thing and what the server has. What the file
/// is silent about is not different.
final class Comparison {

    private static final JsonNode SECRET = Api.JSON.getNodeFactory().stringNode("(secret)");

    private final boolean secrets;
    private final Map<String, Change.Field> fields = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /// @param secrets whether secrets of the file are sent though they cannot be compared
    Comparison(boolean secrets) {
        this.secrets = secrets;
    }

    Map<String, Change.Field> fields() {
        return fields;
    }

    List<String> notes() {
        return notes;
    }

    /// What to send for `declared` to be so: its properties that differ, of settings and rules only
    /// those that do.
    ObjectNode patch(ObjectNode declared, ObjectNode live, Schema schema) {
        ObjectNode patch = Api.JSON.createObjectNode();
        for (var one : declared.properties()) {
            String name = one.getKey();
            Schema of = schema.property(name);
            JsonNode value = one.getValue();
            if (value.isObject() && of.hasFixedProperties() && live.path(name).isObject()) {
                ObjectNode inner = inner(name, value, live.get(name), of);
                if (!inner.isEmpty()) {
                    patch.set(name, inner);
                }
            } else if (compare(name, value, live.path(name), of)) {
                patch.set(name, value);
            }
        }
        return patch;
    }

    private ObjectNode inner(String path, JsonNode declared, JsonNode live, Schema schema) {
        ObjectNode patch = Api.JSON.createObjectNode();
        for (var one : declared.properties()) {
            String name = one.getKey();
            JsonNode before = live.path(name);
            if (compare(path + "." + name, one.getValue(), before, schema.property(name))) {
                patch.set(name, over(before, one.getValue(), schema.property(name)));
            }
        }
        return patch;
    }

    /// A part that is sent is taken as a whole, so what the file is silent about goes with it.
    private static JsonNode over(JsonNode before, JsonNode declared, Schema schema) {
        return declared instanceof ObjectNode given
                        && before instanceof ObjectNode there
                        && schema.hasFixedProperties()
                ? there.deepCopy().setAll(given)
                : declared;
    }

    /// Whether they differ; notes how.
    private boolean compare(String path, JsonNode declared, JsonNode live, Schema schema) {
        if (schema.isSecret()) {
            return compareSecret(path, declared, live);
        }
        if (same(path, declared, live, schema)) {
            return false;
        }
        if (declared.isObject() && live.isObject() && schema.hasFixedProperties()) {
            inner(path, declared, live, schema);
        } else {
            fields.put(path, new Change.Field(live, declared));
        }
        return true;
    }

    private boolean compareSecret(String path, JsonNode declared, JsonNode live) {
        String text = declared.asString("");
        if (text.equals(Placeholders.MASK) || (text.isEmpty() && live.asString("").isEmpty())) {
            return false;
        }
        boolean hidden = live.asString("").equals(Placeholders.MASK) && !text.isEmpty();
        if (hidden && !secrets) {
            notes.add(path + " cannot be compared; --secrets sends it");
            return false;
        }
        fields.put(path, new Change.Field(live, SECRET));
        return true;
    }

    private static boolean same(String path, JsonNode declared, JsonNode live, Schema schema) {
        if (declared.isNull() || live.isNull() || live.isMissingNode()) {
            boolean nothing = live.isNull() || live.isMissingNode();
            return declared.isNull() && nothing;
        }
        if (declared.isNumber() && live.isNumber()) {
            return declared.decimalValue().compareTo(live.decimalValue()) == 0;
        }
        if (declared.isObject() && live.isObject()) {
            return sameObject(path, declared, live, schema);
        }
        if (declared.isArray() && live.isArray()) {
            return isSet(path)
                    ? set(declared).equals(set(live))
                    : sameList(path, declared, live, schema);
        }
        return schema.choice(declared.asString(""))
                .map(choice -> choice.equals(live.asString("")))
                .orElseGet(() -> declared.equals(live));
    }

    /// Lists the server keeps in an order of its own.
    private static boolean isSet(String path) {
        return path.endsWith("countries") || path.endsWith("retryOnReceipt");
    }

    private static boolean sameObject(
            String path, JsonNode declared, JsonNode live, Schema schema) {
        if (!schema.hasFixedProperties() && declared.size() != live.size()) {
            return false;
        }
        return declared.properties().stream()
                .allMatch(one ->
                        same(
                                path + "." + one.getKey(),
                                one.getValue(),
                                live.path(one.getKey()),
                                schema.property(one.getKey())));
    }

    private static boolean sameList(String path, JsonNode declared, JsonNode live, Schema schema) {
        boolean same = declared.size() == live.size();
        for (int i = 0; same && i < declared.size(); i++) {
            same = same(path + "[" + i + "]", declared.get(i), live.get(i), schema.items());
        }
        return same;
    }

    private static Set<String> set(JsonNode list) {
        Set<String> set = new TreeSet<>();
        list.forEach(one -> set.add(one.asString().toUpperCase(Locale.ROOT)));
        return set;
    }

    /// All of a thing that is not there yet.
    static Map<String, Change.Field> all(ObjectNode declared, Schema schema) {
        Map<String, Change.Field> fields = new LinkedHashMap<>();
        for (var one : declared.properties()) {
            all(one.getKey(), one.getValue(), schema.property(one.getKey()), fields);
        }
        return fields;
    }

    private static void all(
            String path, JsonNode value, Schema schema, Map<String, Change.Field> into) {
        if (value.isObject() && schema.hasFixedProperties()) {
            value.properties()
                    .forEach(one ->
                            all(
                                    path + "." + one.getKey(),
                                    one.getValue(),
                                    schema.property(one.getKey()),
                                    into));
        } else {
            JsonNode shown = schema.isSecret() ? SECRET : value;
            into.put(path, new Change.Field(MissingNode.getInstance(), shown));
        }
    }
}
