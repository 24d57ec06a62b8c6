package io.posthorn.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Writes routes as a file that says the same when it is applied. Secrets become variables.
final class RoutesYaml {

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                    .disable(YAMLWriteFeature.SPLIT_LINES)
                    .build();

    private RoutesYaml() {}

    static ObjectNode document(Routes routes) {
        ObjectNode document = Api.JSON.createObjectNode();
        for (Routes.Kind kind : Routes.Kind.IN_ORDER) {
            ArrayNode list = document.putArray(kind.section());
            routes.of(kind).forEach(one -> list.add(written(one)));
        }
        return document;
    }

    static String text(Routes routes) {
        return YAML.writeValueAsString(document(routes));
    }

    private static ObjectNode written(Routes.Resource resource) {
        ObjectNode written = Api.JSON.createObjectNode();
        for (var field : resource.fields().properties()) {
            written.set(
                    field.getKey(),
                    field.getKey().equals("settings")
                            ? settings(resource.name(), field.getValue())
                            : escaped(field.getValue()));
        }
        resource.members()
                .ifPresent(members -> {
                    ArrayNode list = written.putArray("members");
                    members.forEach(member -> list.add(written(member)));
                });
        return written;
    }

    private static ObjectNode settings(String connection, JsonNode settings) {
        ObjectNode written = Api.JSON.createObjectNode();
        for (var setting : settings.properties()) {
            boolean secret = setting.getValue().asString("").equals(Placeholders.MASK);
            written.set(
                    setting.getKey(),
                    secret
                            ? Api.JSON
                                    .getNodeFactory()
                                    .stringNode(Placeholders.of(connection, setting.getKey()))
                            : escaped(setting.getValue()));
        }
        return written;
    }

    private static JsonNode escaped(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode copy = Api.JSON.createObjectNode();
                object.properties().forEach(one -> copy.set(one.getKey(), escaped(one.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Api.JSON.createArrayNode();
                array.forEach(one -> copy.add(escaped(one)));
                yield copy;
            }
            default ->
                    value.isString()
                            ? Api.JSON
                                    .getNodeFactory()
                                    .stringNode(Placeholders.escaped(value.asString()))
                            : value;
        };
    }
}
