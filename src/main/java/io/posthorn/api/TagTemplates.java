package io.posthorn.api;

import io.posthorn.message.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tags of a message, whose values may have Liquid in them.
record TagTemplates() implements Shape<Map<String, String>> {

    private static final int MAX_TEMPLATE = 1000;
    private static final Shape<Map<String, String>> TEXTS =
            Shape.map(Tags.MAX_TAGS, Shapes.TAG_KEY, Shape.text(1, MAX_TEMPLATE));

    @Override
    public @Nullable Map<String, String> read(JsonNode node, Place at, Findings findings) {
        Map<String, String> tags = TEXTS.read(node, at, findings);
        if (tags == null) {
            return null;
        }
        List<Tags.Problem> problems = Tags.templateProblems(tags);
        problems.forEach(problem -> findings.add(problem.message(), at.property(problem.key())));
        return problems.isEmpty() ? tags : null;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return TEXTS.schema(schemas)
                .put(
                        "description",
                        "Values may have Liquid, filled from each recipient's variables");
    }
}
