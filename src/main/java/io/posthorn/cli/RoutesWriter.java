package io.posthorn.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes changes on a server, each before what needs it.
final class RoutesWriter {

    private static final int MEMBERS_AT_ONCE = 1000;

    private final Api api;
    private final Map<String, String> connections = new HashMap<>();
    private final Map<String, String> senders = new HashMap<>();
    private final Consumer<Change> made;

    /// @param live what is there
    /// @param made told of each change once it is made
    RoutesWriter(Api api, Routes live, Consumer<Change> made) {
        this.api = api;
        this.made = made;
        live.of(Routes.Kind.CONNECTION).forEach(one -> connections.put(one.name(), one.id()));
        live.of(Routes.Kind.SENDER).forEach(one -> senders.put(one.name(), one.id()));
    }

    void make(List<Change> changes) throws InterruptedException {
        for (Change change : changes) {
            if (change.changesAnything()) {
                make(change);
                made.accept(change);
            }
        }
    }

    private void make(Change change) throws InterruptedException {
        switch (change.kind()) {
            case CONNECTION ->
                    plain("/v1/Connections", change, change.body())
                            .ifPresent(id -> connections.put(change.name(), id));
            case SENDER ->
                    plain("/v1/Senders", change, senderBody(change.body()))
                            .ifPresent(id -> senders.put(change.name(), id));
            case POOL -> pool(change);
            case MEMBER -> throw new IllegalStateException("members change with their pool");
        }
    }

    /// The id of what was created.
    private Optional<String> plain(String path, Change change, ObjectNode body)
            throws InterruptedException {
        switch (change.action()) {
            case CREATE -> {
                return Optional.of(api.post(path, body).get("id").asString());
            }
            case UPDATE -> api.patch(path + "/" + change.id(), body);
            case DELETE -> api.delete(path + "/" + change.id());
            case LEAVE -> {}
        }
        return Optional.empty();
    }

    private ObjectNode senderBody(ObjectNode fields) {
        ObjectNode body = fields.deepCopy();
        if (body.has("connection")) {
            String name = body.remove("connection").asString();
            body.put("connectionId", connections.get(name));
        }
        return body;
    }

    private void pool(Change change) throws InterruptedException {
        String path = "/v1/SenderPools";
        switch (change.action()) {
            case CREATE -> create(path, change);
            case UPDATE -> {
                if (!change.body().isEmpty()) {
                    api.patch(path + "/" + change.id(), change.body());
                }
                members(path + "/" + change.id() + "/Senders", change.members());
            }
            case DELETE -> api.delete(path + "/" + change.id());
            case LEAVE -> {}
        }
    }

    private void create(String path, Change change) throws InterruptedException {
        String operation = api.post(path, change.body()).get("operationId").asString();
        List<tools.jackson.databind.JsonNode> made =
                api.list(path + "?operationId=" + operation, "senderPools");
        if (made.isEmpty()) {
            throw new Failure(
                    ExitCode.SERVER_FAILED, "the pool " + change.name() + " was not created");
        }
        members(path + "/" + made.getFirst().get("id").asString() + "/Senders", change.members());
    }

    /// Newcomers first, so that a pool is never empty in between.
    private void members(String path, List<Change> changes) throws InterruptedException {
        List<ObjectNode> added =
                changes.stream()
                        .filter(change -> change.action() == Change.Action.CREATE)
                        .map(this::memberBody)
                        .toList();
        for (int i = 0; i < added.size(); i += MEMBERS_AT_ONCE) {
            ArrayNode list = Api.JSON.createArrayNode();
            added.subList(i, Math.min(added.size(), i + MEMBERS_AT_ONCE)).forEach(list::add);
            api.post(path, list);
        }
        for (Change change : changes) {
            if (change.action() == Change.Action.UPDATE) {
                api.patch(path + "/" + change.id(), change.body());
            }
            if (change.action() == Change.Action.DELETE) {
                api.delete(path + "/" + change.id());
            }
        }
    }

    private ObjectNode memberBody(Change change) {
        ObjectNode body = change.body().deepCopy();
        body.remove("sender");
        body.remove("channel");
        return body.put("senderId", senders.get(change.name()));
    }
}
