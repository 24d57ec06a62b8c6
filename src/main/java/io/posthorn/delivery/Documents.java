package io.posthorn.delivery;

import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.ContentId;
import io.posthorn.message.ContentTemplate;
import io.posthorn.message.CredentialId;
import io.posthorn.message.OperationId;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.PushApp;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.store.Setting.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How connections, senders, pools and templates are written into the store.
///
/// Documents outlive versions of the program: a new property must have a value for documents that
/// lack it, and a name here is for ever.
final class Documents {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int RECORD_IN_RECORD = 2; // what lies below is one value

    private Documents() {}

    static String write(Object document) {
        return switch (document) {
            case Connection connection -> JSON.writeValueAsString(of(connection));
            case Sender sender -> JSON.writeValueAsString(of(sender));
            case SenderPool pool -> JSON.writeValueAsString(of(pool));
            case Member member -> JSON.writeValueAsString(of(member));
            case PoolOperation operation -> JSON.writeValueAsString(of(operation));
            case ContentTemplate template -> JSON.writeValueAsString(of(template));
            case PushApp app -> JSON.writeValueAsString(of(app));
            default -> throw new IllegalArgumentException("no document: " + document.getClass());
        };
    }

    static Object read(Kind kind, String json) {
        JsonNode in = JSON.readTree(json);
        return switch (kind) {
            case CONNECTION -> connection(in);
            case SENDER -> sender(in);
            case POOL -> pool(in);
            case MEMBER -> member(in);
            case POOL_OPERATION -> operation(in);
            case CONTENT -> content(in);
            case PUSH_APP -> app(in);
            case WEBHOOK, SUBSCRIPTION, DELIVERY, KAFKA_SINK ->
                    throw new IllegalArgumentException(kind + " is not of the inventory");
        };
    }

    private static ObjectNode of(Connection connection) {
        ObjectNode out =
                JSON.createObjectNode()
                        .put("id", connection.id().value())
                        .put("account", connection.account())
                        .put("name", connection.name())
                        .put("type", connection.type())
                        .put("createdAt", connection.createdAt().toString())
                        .put("updatedAt", connection.updatedAt().toString());
        put(out, "settings", connection.settings());
        connection.throughput().ifPresent(value -> out.put("throughput", value));
        return out;
    }

    private static Connection connection(JsonNode in) {
        return new Connection(
                new ConnectionId(in.get("id").longValue()),
                text(in, "account"),
                text(in, "name"),
                text(in, "type"),
                texts(in.path("settings")),
                decimal(in.path("throughput")),
                instant(in, "createdAt"),
                instant(in, "updatedAt"));
    }

    private static ObjectNode of(Sender sender) {
        ObjectNode out =
                JSON.createObjectNode()
                        .put("id", sender.id().value())
                        .put("account", sender.account())
                        .put("address", sender.address())
                        .put("channel", sender.channel().name())
                        .put("connection", sender.connection().value())
                        .put("status", sender.status().name())
                        .put("throughput", sender.throughput())
                        .put("kind", sender.kind().name())
                        .put("createdAt", sender.createdAt().toString())
                        .put("updatedAt", sender.updatedAt().toString());
        sender.displayName().ifPresent(name -> out.put("displayName", name));
        sender.burst().ifPresent(value -> out.put("burst", value));
        put(out, "tags", sender.tags());
        put(out, "countries", sender.countries());
        out.set("limits", JSON.valueToTree(sender.limits()));
        return out;
    }

    private static Sender sender(JsonNode in) {
        return new Sender(
                new SenderId(in.get("id").longValue()),
                text(in, "account"),
                text(in, "address"),
                Channel.valueOf(text(in, "channel")),
                new ConnectionId(in.get("connection").longValue()),
                in.has("displayName") ? Optional.of(text(in, "displayName")) : Optional.empty(),
                texts(in.path("tags")),
                Sender.Status.valueOf(text(in, "status")),
                in.get("throughput").doubleValue(),
                integer(in.path("burst")),
                record(in.path("limits"), Sender.Limits.NONE, Sender.Limits.class),
                set(in.path("countries"), JsonNode::asString),
                Sender.Kind.valueOf(text(in, "kind")),
                instant(in, "createdAt"),
                instant(in, "updatedAt"));
    }

    private static ObjectNode of(SenderPool pool) {
        ObjectNode out =
                JSON.createObjectNode()
                        .put("id", pool.id().value())
                        .put("account", pool.account())
                        .put("name", pool.name())
                        .put("createdBy", pool.createdBy().value())
                        .put("createdAt", pool.createdAt().toString())
                        .put("updatedAt", pool.updatedAt().toString());
        put(out, "tags", pool.tags());
        out.set("policy", JSON.valueToTree(pool.policy()));
        return out;
    }

    private static SenderPool pool(JsonNode in) {
        return new SenderPool(
                new PoolId(in.get("id").longValue()),
                text(in, "account"),
                text(in, "name"),
                texts(in.path("tags")),
                record(in.path("policy"), Policy.DEFAULT, Policy.class),
                new OperationId(in.get("createdBy").longValue()),
                instant(in, "createdAt"),
                instant(in, "updatedAt"));
    }

    private static ObjectNode of(Member member) {
        ObjectNode out =
                JSON.createObjectNode()
                        .put("pool", member.pool().value())
                        .put("sender", member.sender().value())
                        .put("weight", member.weight())
                        .put("tier", member.tier())
                        .put("enabled", member.enabled())
                        .put("addedAt", member.addedAt().toString());
        member.pinnedHealth().ifPresent(value -> out.put("pinnedHealth", value));
        return out;
    }

    private static Member member(JsonNode in) {
        return new Member(
                new PoolId(in.get("pool").longValue()),
                new SenderId(in.get("sender").longValue()),
                in.get("weight").doubleValue(),
                in.get("tier").intValue(),
                in.get("enabled").booleanValue(),
                decimal(in.path("pinnedHealth")),
                instant(in, "addedAt"));
    }

    private static ObjectNode of(PoolOperation operation) {
        return JSON.createObjectNode()
                .put("id", operation.id().value())
                .put("account", operation.account())
                .put("pool", operation.pool().value())
                .put("total", operation.total())
                .put("created", operation.created())
                .put("failed", operation.failed())
                .put("createdAt", operation.createdAt().toString());
    }

    private static PoolOperation operation(JsonNode in) {
        return new PoolOperation(
                new OperationId(in.get("id").longValue()),
                text(in, "account"),
                new PoolId(in.get("pool").longValue()),
                in.get("total").intValue(),
                in.get("created").intValue(),
                in.get("failed").intValue(),
                instant(in, "createdAt"));
    }

    private static ObjectNode of(ContentTemplate template) {
        ObjectNode out =
                JSON.createObjectNode()
                        .put("id", template.id().value())
                        .put("account", template.account())
                        .put("name", template.name())
                        .put("language", template.language())
                        .put("types", template.types())
                        .put("createdAt", template.createdAt().toString())
                        .put("updatedAt", template.updatedAt().toString());
        put(out, "defaults", template.defaults());
        return out;
    }

    private static ContentTemplate content(JsonNode in) {
        return new ContentTemplate(
                new ContentId(in.get("id").longValue()),
                text(in, "account"),
                text(in, "name"),
                text(in, "language"),
                texts(in.path("defaults")),
                text(in, "types"),
                instant(in, "createdAt"),
                instant(in, "updatedAt"));
    }

    private static ObjectNode of(PushApp app) {
        ObjectNode out =
                JSON.createObjectNode()
                        .put("account", app.account())
                        .put("name", app.name())
                        .put("isDefault", app.isDefault())
                        .put("createdAt", app.createdAt().toString())
                        .put("updatedAt", app.updatedAt().toString());
        ArrayNode credentials = out.putArray("credentials");
        for (PushApp.Credential credential : app.credentials()) {
            credentials
                    .addObject()
                    .put("id", credential.id().value())
                    .put("type", credential.type().name())
                    .put("isDefault", credential.isDefault())
                    .put("createdAt", credential.createdAt().toString())
                    .put("updatedAt", credential.updatedAt().toString());
        }
        return out;
    }

    private static PushApp app(JsonNode in) {
        return new PushApp(
                text(in, "account"),
                text(in, "name"),
                in.get("isDefault").booleanValue(),
                in.get("credentials").valueStream().map(Documents::credential).toList(),
                instant(in, "createdAt"),
                instant(in, "updatedAt"));
    }

    private static PushApp.Credential credential(JsonNode in) {
        return new PushApp.Credential(
                new CredentialId(in.get("id").longValue()),
                PushApp.Type.valueOf(text(in, "type")),
                in.get("isDefault").booleanValue(),
                instant(in, "createdAt"),
                instant(in, "updatedAt"));
    }

    private static void put(ObjectNode out, String name, Map<String, String> texts) {
        ObjectNode object = out.putObject(name);
        texts.forEach(object::put);
    }

    private static void put(ObjectNode out, String name, Collection<String> texts) {
        ArrayNode array = out.putArray(name);
        texts.forEach(array::add);
    }

    private static String text(JsonNode in, String name) {
        return in.get(name).asString();
    }

    private static Instant instant(JsonNode in, String name) {
        return Instant.parse(text(in, name));
    }

    private static OptionalDouble decimal(JsonNode in) {
        return in.isNumber() ? OptionalDouble.of(in.doubleValue()) : OptionalDouble.empty();
    }

    private static OptionalInt integer(JsonNode in) {
        return in.isNumber() ? OptionalInt.of(in.intValue()) : OptionalInt.empty();
    }

    private static Map<String, String> texts(JsonNode in) {
        Map<String, String> texts = new LinkedHashMap<>();
        in.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }

    /// A record as it was written, with the components of `defaults` where it lacks some.
    private static <T extends Record> T record(JsonNode in, T defaults, Class<T> type) {
        ObjectNode filled = JSON.valueToTree(defaults);
        fill(filled, in, RECORD_IN_RECORD);
        return JSON.treeToValue(filled, type);
    }

    private static void fill(ObjectNode out, JsonNode in, int depth) {
        for (Map.Entry<String, JsonNode> each : in.properties()) {
            if (depth > 1 && out.path(each.getKey()) instanceof ObjectNode inner) {
                fill(inner, each.getValue(), depth - 1);
            } else {
                out.set(each.getKey(), each.getValue());
            }
        }
    }

    private static <T> Set<T> set(JsonNode in, Function<JsonNode, T> item) {
        return in.valueStream().map(item).collect(Collectors.toUnmodifiableSet());
    }
}
