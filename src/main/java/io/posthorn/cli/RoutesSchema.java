package io.posthorn.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a file of routes may say: what the server takes, with names in the place of ids.
final class RoutesSchema {

    private final JsonNode components;

    RoutesSchema(JsonNode openApi) {
        this.components = openApi.at("/components/schemas");
    }

    /// @param type of the connection, in any case; an unknown one leaves the settings open
    Schema connection(String type) {
        ObjectNode schema = copy("ConnectionCreate");
        String known =
                new Schema(components, schema.at("/properties/type")).choice(type).orElse("");
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.set("settings", settings(known));
        return new Schema(components, schema);
    }

    private ObjectNode settings(String type) {
        JsonNode settings = components.path("Settings_" + type);
        return settings.isObject()
                ? ((ObjectNode) settings.deepCopy()).put("additionalProperties", false)
                : Api.JSON.createObjectNode().put("type", "object");
    }

    Schema sender() {
        return new Schema(components, renamed(copy("SenderCreate"), "connectionId", "connection"));
    }

    Schema pool() {
        ObjectNode schema = copy("SenderPoolCreate");
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.remove("senders");
        properties.putObject("members").put("type", "array").set("items", memberSchema());
        schema.putArray("required").add("name");
        return new Schema(components, schema);
    }

    Schema member() {
        return new Schema(components, memberSchema());
    }

    private ObjectNode memberSchema() {
        ObjectNode schema = renamed(copy("SenderPoolMember"), "senderId", "sender");
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.set("channel", components.at("/SenderCreate/properties/channel"));
        return schema;
    }

    /// A property that was an id is a name.
    private static ObjectNode renamed(ObjectNode schema, String id, String name) {
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.remove(id);
        properties.putObject(name).put("type", "string").put("minLength", 1);
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        ArrayNode replaced = schema.putArray("required");
        required.stream().map(one -> one.equals(id) ? name : one).forEach(replaced::add);
        return schema;
    }

    private ObjectNode copy(String component) {
        if (!components.path(component).isObject()) {
            throw new Failure(
                    ExitCode.SERVER_FAILED, "the server's openapi.json has no " + component);
        }
        return (ObjectNode) components.get(component).deepCopy();
    }
}
