package io.posthorn.api;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The named schemas of one `openapi.json`, in order of their names.
final class Schemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HOME = "#/components/schemas/";

    private final Map<String, ObjectNode> named = new TreeMap<>();
    private final Map<String, Object> owners = new HashMap<>();

    static ObjectNode type(String type) {
        return NODES.objectNode().put("type", type);
    }

    static ObjectNode any() {
        return NODES.objectNode();
    }

    /// A reference to the schema of that name, which is made when it is asked for first.
    ///
    /// @param owner what the schema describes; two owners must not have the same name for it
    ObjectNode named(String name, Object owner, Supplier<ObjectNode> schema) {
        Object known = owners.putIfAbsent(name, owner);
        if (known != null && !known.equals(owner)) {
            throw new IllegalArgumentException("two schemas are called " + name);
        }
        if (!named.containsKey(name)) {
            named.put(name, NODES.objectNode()); // ends the recursion of a schema that holds itself
            named.put(name, schema.get());
        }
        return NODES.objectNode().put("$ref", HOME + name);
    }

    /// The same schema, or null.
    static ObjectNode nullable(ObjectNode schema) {
        if (schema.path("type").isString() && !schema.has("enum")) {
            String type = schema.get("type").asString();
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(schema).add(type("null"));
        return either;
    }

    ObjectNode all() {
        ObjectNode all = NODES.objectNode();
        named.forEach(all::set);
        return all;
    }
}
