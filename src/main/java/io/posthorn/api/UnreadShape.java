package io.posthorn.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Anything, for somebody else to read.
record UnreadShape() implements Shape<JsonNode> {

    @Override
    public JsonNode read(JsonNode node, Place at, Findings findings) {
        return node;
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.any();
    }
}
