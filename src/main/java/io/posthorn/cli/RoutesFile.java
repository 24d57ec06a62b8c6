package io.posthorn.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a file of routes; everything that is wrong with it is told at once, before anything is
/// changed.
final class RoutesFile {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> SECTIONS =
            Routes.Kind.IN_ORDER.stream().map(Routes.Kind::section).toList();

    private final RoutesSchema schema;
    private final List<String> wrong = new ArrayList<>();
    private final List<Routes.Resource> resources = new ArrayList<>();

    private RoutesFile(RoutesSchema schema) {
        this.schema = schema;
    }

    /// @param name of the file, for messages
    static Routes read(String text, String name, RoutesSchema schema, Placeholders placeholders) {
        RoutesFile file = new RoutesFile(schema);
        JsonNode root = parsed(text, name);
        Routes routes = file.routes(placeholders.filled(root));
        file.wrong.addAll(placeholders.missing());
        if (!file.wrong.isEmpty()) {
            throw Failure.usage(
                    name
                            + " cannot be applied; nothing was changed:\n  "
                            + String.join("\n  ", file.wrong));
        }
        return routes;
    }

    private static JsonNode parsed(String text, String name) {
        try {
            JsonNode root = YAML.readTree(text);
            if (root.isObject()) {
                return root;
            }
            throw Failure.usage(name + " is not a YAML mapping of " + String.join(", ", SECTIONS));
        } catch (JacksonException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    name
                            + " is not valid YAML: "
                            + e.getOriginalMessage()
                            + " (line "
                            + e.getLocation().getLineNr()
                            + ")",
                    e);
        }
    }

    private Routes routes(JsonNode root) {
        List<Routes.Kind> sections = new ArrayList<>();
        root.propertyNames().stream()
                .filter(key -> !SECTIONS.contains(key))
                .forEach(key -> wrong.add(Schema.unknown(key, key, SECTIONS)));
        for (Routes.Kind kind : Routes.Kind.IN_ORDER) {
            JsonNode section = root.path(kind.section());
            if (section.isArray()) {
                sections.add(kind);
                for (int i = 0; i < section.size(); i++) {
                    resource(kind, section.get(i), kind.section() + "[" + i + "]");
                }
            } else if (!section.isMissingNode() && !section.isNull()) {
                wrong.add(kind.section() + " must be a list");
            }
        }
        Routes routes = new Routes(List.copyOf(resources), sections);
        Arrays.stream(Routes.Kind.values())
                .forEach(kind ->
                        routes.ambiguous(kind)
                                .forEach(name ->
                                        wrong.add(kind.section() + " has " + name + " twice")));
        return routes;
    }

    private void resource(Routes.Kind kind, JsonNode node, String at) {
        int before = wrong.size();
        schema(kind, node).check(node, at, wrong::add);
        if (wrong.size() == before) {
            ObjectNode fields = (ObjectNode) node.deepCopy();
            JsonNode members = fields.path("members");
            fields.remove("members");
            resources.add(
                    new Routes.Resource(
                            kind,
                            name(kind, fields),
                            "",
                            fields,
                            members.isArray()
                                    ? Optional.of(members(members, at))
                                    : Optional.empty()));
        }
    }

    private List<Routes.Resource> members(JsonNode list, String at) {
        List<Routes.Resource> members = new ArrayList<>();
        for (JsonNode node : list) {
            ObjectNode fields = (ObjectNode) node.deepCopy();
            members.add(
                    new Routes.Resource(
                            Routes.Kind.MEMBER,
                            name(Routes.Kind.MEMBER, fields),
                            "",
                            fields,
                            Optional.empty()));
        }
        new Routes(members, List.of())
                .ambiguous(Routes.Kind.MEMBER)
                .forEach(name -> wrong.add(at + " has the member " + name + " twice"));
        return members;
    }

    private Schema schema(Routes.Kind kind, JsonNode node) {
        return switch (kind) {
            case CONNECTION -> schema.connection(node.path("type").asString(""));
            case SENDER -> schema.sender();
            case POOL -> schema.pool();
            case MEMBER -> schema.member();
        };
    }

    static String name(Routes.Kind kind, JsonNode fields) {
        String key = fields.path(kind.key()).asString("");
        return switch (kind) {
            case CONNECTION, POOL -> key;
            case SENDER, MEMBER -> Routes.senderName(key, fields.path("channel").asString("SMS"));
        };
    }
}
