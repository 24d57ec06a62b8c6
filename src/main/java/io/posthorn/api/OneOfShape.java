package io.posthorn.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One of several objects, told apart by the properties they have.
///
/// @param noArm the code for an object that fits none
record OneOfShape<T>(List<Shape.Arm<? extends T>> arms, Code noArm) implements Shape<T> {

    @Override
    public @Nullable T read(JsonNode node, Place at, Findings findings) {
        if (!node.isObject()) {
            findings.add(at.label() + " must be an object", at);
            return null;
        }
        var fitting = arms.stream().filter(arm -> marks(arm, node)).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst().shape().read(node, at, findings);
        }
        findings.add(
                fitting.isEmpty() ? noArm : Code.INVALID_PARAMETER,
                fitting.isEmpty()
                        ? at.label() + " must have " + names(arms, node, false)
                        : names(fitting, node, true) + " exclude each other",
                at);
        return null;
    }

    private static boolean marks(Shape.Arm<?> arm, JsonNode node) {
        for (String mark : arm.marks()) {
            if (node.hasNonNull(mark)) {
                return true;
            }
        }
        return false;
    }

    private static String names(
            List<? extends Shape.Arm<?>> arms, JsonNode node, boolean onlyGiven) {
        return arms.stream()
                .flatMap(arm -> arm.marks().stream())
                .filter(mark -> !onlyGiven || node.hasNonNull(mark))
                .collect(Collectors.joining(onlyGiven ? " and " : " or "));
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.any();
        ArrayNode choices = schema.putArray("oneOf");
        arms.forEach(arm -> choices.add(arm.shape().schema(schemas)));
        return schema;
    }
}
