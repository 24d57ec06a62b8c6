package io.posthorn.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a request that has none: whatever is there is not looked at.
record NothingShape() implements Shape<Route.None> {

    @Override
    public Route.None read(JsonNode node, Place at, Findings findings) {
        return new Route.None();
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        return Schemas.any();
    }
}
