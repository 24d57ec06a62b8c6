package io.posthorn.api;

import io.posthorn.message.Template;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Text in which values may be filled in later: without a place for one it must be `plain`, with
/// one it is held to that when it is filled.
///
/// @param says what it must be then, for the reader of the schema
record TemplatedShape(Shape<String> plain, String says) implements Shape<String> {

    private static final Shape<String> TEMPLATE = Shape.text(1, Template.MAX_SOURCE);

    static TemplatedShape text(int max) {
        return new TemplatedShape(Shape.text(1, max), "Up to " + max + " characters when filled");
    }

    @Override
    public @Nullable String read(JsonNode node, Place at, Findings findings) {
        boolean templated = node.isString() && Template.isTemplated(node.asString());
        return (templated ? TEMPLATE : plain).read(node, at, findings);
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return TEMPLATE.schema(schemas).put("description", says);
    }
}
