package io.posthorn.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the routes of a server.
final class LiveRoutes {

    /// What the server says of a thing beside what it was told, or what has another name in a file.
    private static final Set<String> OBSERVED =
            Set.of(
                    "id",
                    "state",
                    "stateReason",
                    "stateSince",
                    "createdAt",
                    "updatedAt",
                    "health",
                    "connectionId");

    private static final Set<String> OF_MEMBERS =
            Set.of("weight", "tier", "enabled", "pinnedHealth");

    private final Api api;
    private final Map<String, String> connectionNames = new HashMap<>();
    private final List<Routes.Resource> resources = new ArrayList<>();

    LiveRoutes(Api api) {
        this.api = api;
    }

    Routes read() throws InterruptedException {
        for (JsonNode connection : api.list("/v1/Connections", "connections").reversed()) {
            connectionNames.put(connection.get("id").asString(), connection.get("name").asString());
            add(Routes.Kind.CONNECTION, connection, told(connection), Optional.empty());
        }
        for (JsonNode sender : api.list("/v1/Senders", "senders").reversed()) {
            add(Routes.Kind.SENDER, sender, sender(sender), Optional.empty());
        }
        for (JsonNode pool : api.list("/v1/SenderPools", "senderPools").reversed()) {
            String id = pool.get("id").asString();
            add(Routes.Kind.POOL, pool, told(pool), Optional.of(members(id)));
        }
        return new Routes(List.copyOf(resources), Routes.Kind.IN_ORDER);
    }

    private void add(
            Routes.Kind kind,
            JsonNode answered,
            ObjectNode fields,
            Optional<List<Routes.Resource>> members) {
        resources.add(
                new Routes.Resource(
                        kind,
                        RoutesFile.name(kind, fields),
                        answered.get("id").asString(),
                        fields,
                        members));
    }

    private ObjectNode sender(JsonNode sender) {
        ObjectNode fields = Api.JSON.createObjectNode();
        fields.set("address", sender.get("address"));
        fields.set("channel", sender.get("channel"));
        fields.put(
                "connection",
                connectionNames.getOrDefault(sender.get("connectionId").asString(), ""));
        told(sender).properties().forEach(one -> fields.set(one.getKey(), one.getValue()));
        return fields;
    }

    private List<Routes.Resource> members(String pool) throws InterruptedException {
        List<Routes.Resource> members = new ArrayList<>();
        for (JsonNode sender :
                api.list("/v1/SenderPools/" + pool + "/Senders", "senders").reversed()) {
            ObjectNode fields = Api.JSON.createObjectNode();
            fields.set("sender", sender.get("address"));
            fields.set("channel", sender.get("channel"));
            OF_MEMBERS.stream()
                    .sorted(java.util.Comparator.reverseOrder())
                    .filter(sender::has)
                    .forEach(name -> fields.set(name, plain(sender.get(name))));
            members.add(
                    new Routes.Resource(
                            Routes.Kind.MEMBER,
                            RoutesFile.name(Routes.Kind.MEMBER, fields),
                            sender.get("id").asString(),
                            fields,
                            Optional.empty()));
        }
        return members;
    }

    private static ObjectNode told(JsonNode answered) {
        ObjectNode told = Api.JSON.createObjectNode();
        Stream.of(answered)
                .flatMap(one -> one.properties().stream())
                .filter(one -> !OBSERVED.contains(one.getKey()))
                .forEach(one -> told.set(one.getKey(), plain(one.getValue())));
        return told;
    }

    /// A whole number without its fraction of nothing.
    private static JsonNode plain(JsonNode value) {
        boolean whole = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        return whole ? LongNode.valueOf(value.longValue()) : value;
    }
}
