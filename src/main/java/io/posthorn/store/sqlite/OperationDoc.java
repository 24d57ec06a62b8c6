package io.posthorn.store.sqlite;

import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.SenderId;
import java.net.URI;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// An operation without what the columns of its row say.
///
/// `pool`, `sender` or `inventory` holds the origin's number; `text` and `media`, `stored` with its
/// `defaults` and `types`, `modules`, `email` or `push` the content.
final class OperationDoc {

    private OperationDoc() {}

    /// What the columns say.
    record Columns(OperationId id, MessageId firstMessage, int size) {}

    static Doc write(Operation operation) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringProperty("account", operation.account());
            origin(out, operation.origin());
            content(out, operation.content());
            if (!operation.tags().isEmpty()) {
                Json.map(out, "tags", operation.tags());
            }
            out.writeNumberProperty("lane", Codes.of(operation.priority()));
            operation.orderingKey().ifPresent(key -> out.writeStringProperty("order", key));
            if (operation.scheduled()) {
                out.writeBooleanProperty("scheduled", true);
            }
            out.writeNumberProperty("starts", Codes.of(operation.startsAt()));
            out.writeEndObject();
        });
    }

    private static void origin(JsonGenerator out, Origin origin) {
        switch (origin) {
            case Origin.FromPool(PoolId pool) -> out.writeNumberProperty("pool", pool.value());
            case Origin.FromSender(SenderId sender) ->
                    out.writeNumberProperty("sender", sender.value());
            case Origin.FromInventory(long number) -> out.writeNumberProperty("inventory", number);
            case Origin.AutoReply(SenderId sender) ->
                    out.writeNumberProperty("replying", sender.value());
            case Origin.Inbound(SenderId to, Optional<PoolId> pool) -> {
                out.writeNumberProperty("received", to.value());
                pool.ifPresent(id -> out.writeNumberProperty("receivedIn", id.value()));
            }
        }
    }

    private static void content(JsonGenerator out, Content content) {
        switch (content) {
            case Content.Plain(Optional<String> text, List<URI> media) -> {
                text.ifPresent(value -> out.writeStringProperty("text", value));
                Json.strings(out, "media", media.stream().map(URI::toString).toList());
            }
            case Content.Stored(String id, Map<String, String> defaults, String types) -> {
                out.writeStringProperty("stored", id);
                Json.map(out, "defaults", defaults);
                out.writeStringProperty("types", types);
            }
            case Content.Modules(Map<Channel, Content.Module> modules) -> {
                out.writeObjectPropertyStart("modules");
                modules.forEach((channel, module) -> module(out, channel, module));
                out.writeEndObject();
            }
            case Content.Email email -> EmailDoc.write(out, email);
            case Content.Push push -> PushDoc.write(out, push);
        }
    }

    private static void module(JsonGenerator out, Channel channel, Content.Module module) {
        out.writeObjectPropertyStart(channel.name());
        module.text().ifPresent(text -> out.writeStringProperty("text", text));
        out.writeStringProperty("json", module.json());
        out.writeEndObject();
    }

    static Operation read(Doc doc, Columns columns) {
        return Json.read(doc, in -> new Reader().read(in, columns));
    }

    /// Gathers the parts in whatever order they come.
    private static final class Reader {
        private String account = "";
        private Origin origin = new Origin.FromInventory(0);
        private Optional<String> text = Optional.empty();
        private List<URI> media = List.of();
        private Optional<String> stored = Optional.empty();
        private Map<String, String> defaults = Map.of();
        private String types = "{}";
        private Optional<Content> other = Optional.empty();
        private Map<String, String> tags = Map.of();
        private Priority priority = Priority.NORMAL;
        private Optional<String> orderingKey = Optional.empty();
        private boolean scheduled;
        private Instant startsAt = Instant.EPOCH;

        private Operation read(JsonParser in, Columns columns) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                property(name, in);
            }
            return new Operation(
                    columns.id(),
                    account,
                    origin,
                    content(),
                    tags,
                    priority,
                    orderingKey,
                    columns.firstMessage(),
                    columns.size(),
                    scheduled,
                    startsAt);
        }

        private Content content() {
            return other.or(() -> stored.map(id -> new Content.Stored(id, defaults, types)))
                    .orElseGet(() -> new Content.Plain(text, media));
        }

        private void property(String name, JsonParser in) {
            switch (name) {
                case "account" -> account = in.getString();
                case "pool" -> origin = new Origin.FromPool(new PoolId(in.getLongValue()));
                case "sender" -> origin = new Origin.FromSender(new SenderId(in.getLongValue()));
                case "inventory" -> origin = new Origin.FromInventory(in.getLongValue());
                case "replying" -> origin = new Origin.AutoReply(new SenderId(in.getLongValue()));
                case "received" ->
                        origin =
                                new Origin.Inbound(
                                        new SenderId(in.getLongValue()), Optional.empty());
                case "receivedIn" -> origin = received(origin, new PoolId(in.getLongValue()));
                case "text" -> text = Optional.of(in.getString());
                case "media" -> media = Json.list(in, item -> URI.create(item.getString()));
                case "stored" -> stored = Optional.of(in.getString());
                case "defaults" -> defaults = Json.map(in);
                case "types" -> types = in.getString();
                case "modules" -> other = Optional.of(new Content.Modules(modules(in)));
                case "email" -> other = Optional.of(EmailDoc.read(in));
                case "push" -> other = Optional.of(PushDoc.read(in));
                case "tags" -> tags = Json.map(in);
                case "lane" -> priority = Codes.lane(in.getIntValue());
                case "order" -> orderingKey = Optional.of(in.getString());
                case "scheduled" -> scheduled = in.getBooleanValue();
                case "starts" -> startsAt = Codes.instant(in.getLongValue());
                default -> in.skipChildren();
            }
        }

        private static Origin received(Origin origin, PoolId pool) {
            return origin instanceof Origin.Inbound(SenderId to, Optional<PoolId> _)
                    ? new Origin.Inbound(to, Optional.of(pool))
                    : origin;
        }

        private static Map<Channel, Content.Module> modules(JsonParser in) {
            Map<Channel, Content.Module> modules = new EnumMap<>(Channel.class);
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                modules.put(Channel.valueOf(name), module(in));
            }
            return modules;
        }

        private static Content.Module module(JsonParser in) {
            Optional<String> text = Optional.empty();
            String json = "";
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                if (name.equals("text")) {
                    text = Optional.of(in.getString());
                } else {
                    json = in.getString();
                }
            }
            return new Content.Module(text, json);
        }
    }
}
