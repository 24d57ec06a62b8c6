package io.posthorn.api;

import io.posthorn.api.Response.Header;
import java.util.ArrayList;
import java.util.List;

/// The two 202 answers (`comms-api.md` 1.8): to a request that makes resources, and to one that
/// changes a known one.
final class Accepted {

    /// Headers of the first kind. The id and the location are there under every name a document of
    /// the contract has given them, always with the same value.
    static final List<String> OPERATION_HEADERS =
            List.of(
                    "Location",
                    "operation-id",
                    "operation-location",
                    "operationId",
                    "operationLocation",
                    "resource-location");

    static final List<String> RESOURCE_HEADERS = List.of("Location", "Resource-Id");

    private Accepted() {}

    record OperationReference(String operationId, String operationLocation) {}

    record ResourceReference(String resourceId, String resourceLocation) {}

    /// @param location where the operation is followed
    /// @param resources the list of what it makes
    static Response operation(Object id, String location, String resources, Header... moreHeaders) {
        List<Header> headers = new ArrayList<>(List.of(moreHeaders));
        headers.add(new Header("Location", location));
        headers.add(new Header("operation-id", id.toString()));
        headers.add(new Header("operation-location", location));
        headers.add(new Header("operationId", id.toString()));
        headers.add(new Header("operationLocation", location));
        headers.add(new Header("resource-location", resources));
        return Response.json(
                202,
                new OperationReference(id.toString(), location),
                headers.toArray(Header[]::new));
    }

    static Response resource(Object id, String location) {
        return Response.json(
                202,
                new ResourceReference(id.toString(), location),
                new Header("Location", location),
                new Header("Resource-Id", id.toString()));
    }
}
