package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes, to read before or after they are made.
///
/// @param style colours of what is added, changed and removed
record PlanText(Style style) {

    List<String> lines(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        Routes.Kind section = Routes.Kind.MEMBER;
        for (Change change : changes) {
            if (change.kind() != section) {
                section = change.kind();
                lines.add(style.strong(section.section()));
            }
            lines.addAll(lines(change, "  "));
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(summary(changes));
        return lines;
    }

    private List<String> lines(Change change, String indent) {
        List<String> lines = new ArrayList<>();
        lines.add(indent + head(change));
        change.fields()
                .forEach((path, field) ->
                        lines.add(indent + "    " + path + ": " + difference(field)));
        change.notes().forEach(note -> lines.add(indent + "    " + style.faint(note)));
        change.members().forEach(member -> lines.addAll(lines(member, indent + "    ")));
        return lines;
    }

    private String head(Change change) {
        String text = change.action().sign() + " " + change.name();
        return switch (change.action()) {
            case CREATE -> style.good(text);
            case UPDATE -> style.changed(text);
            case DELETE -> style.bad(text);
            case LEAVE -> style.faint(text + "  (not in the file; --prune deletes it)");
        };
    }

    private String difference(Change.Field field) {
        String after = style.good(text(field.after()));
        return field.before().isMissingNode()
                ? after
                : style.bad(text(field.before())) + " -> " + after;
    }

    private static String text(JsonNode value) {
        return value.isString() && !value.asString().isEmpty()
                ? value.asString()
                : value.toString();
    }

    private static String summary(List<Change> changes) {
        long create = count(changes, Change.Action.CREATE);
        long delete = count(changes, Change.Action.DELETE);
        long update =
                changes.stream()
                        .filter(change ->
                                change.action() == Change.Action.UPDATE && change.changesAnything())
                        .count();
        long left = count(changes, Change.Action.LEAVE);
        String what =
                create + update + delete == 0
                        ? "no differences"
                        : create + " to create, " + update + " to change, " + delete + " to delete";
        return left == 0 ? what : what + "; " + left + " not in the file";
    }

    private static long count(List<Change> changes, Change.Action action) {
        return changes.stream().filter(change -> change.action() == action).count();
    }

    static ObjectNode document(List<Change> changes, boolean applied) {
        ObjectNode document = Api.JSON.createObjectNode().put("applied", applied);
        document.set("changes", list(changes));
        return document;
    }

    private static ArrayNode list(List<Change> changes) {
        ArrayNode list = Api.JSON.createArrayNode();
        for (Change change : changes) {
            ObjectNode one =
                    list.addObject()
                            .put("action", change.action().name())
                            .put("kind", change.kind().name())
                            .put("name", change.name());
            ArrayNode fields = one.putArray("fields");
            for (Map.Entry<String, Change.Field> field : change.fields().entrySet()) {
                ObjectNode entry = fields.addObject().put("path", field.getKey());
                if (!field.getValue().before().isMissingNode()) {
                    entry.set("before", field.getValue().before());
                }
                entry.set("after", field.getValue().after());
            }
            if (!change.members().isEmpty()) {
                one.set("members", list(change.members()));
            }
        }
        return list;
    }
}
