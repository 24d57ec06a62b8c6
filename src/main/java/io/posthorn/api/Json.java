package io.posthorn.api;

import io.posthorn.message.ConnectionId;
import io.posthorn.message.CredentialId;
import io.posthorn.message.DeliveryId;
import io.posthorn.message.MessageId;
import io.posthorn.message.OperationId;
import io.posthorn.message.OptOutId;
import io.posthorn.message.PoolId;
import io.posthorn.message.PushUserId;
import io.posthorn.message.RegistrationId;
import io.posthorn.message.SenderId;
import io.posthorn.message.SessionId;
import io.posthorn.message.SubscriptionId;
import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/// JSON in and out.
final class Json {

    /// Ids are shown as text; the numbers behind them are ours alone.
    static final List<Class<?>> IDS =
            List.of(
                    ConnectionId.class,
                    CredentialId.class,
                    DeliveryId.class,
                    MessageId.class,
                    OperationId.class,
                    OptOutId.class,
                    PoolId.class,
                    PushUserId.class,
                    RegistrationId.class,
                    SenderId.class,
                    SessionId.class,
                    SubscriptionId.class,
                    WebhookId.class);

    private static final JsonMapper MAPPER = mapper().build();
    private static final Map<Wording, JsonMapper> OF_KINDS = new ConcurrentHashMap<>();

    private Json() {}

    private static JsonMapper.Builder mapper() {
        SimpleModule wire = new SimpleModule();
        IDS.forEach(id -> wire.addSerializer(new AsText<>(id)));
        wire.addSerializer(new ToTheSecond());
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // found below, and said so
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .addModule(wire);
    }

    /// Reads a document strictly: one value, no property twice. Throws [Refused] with the line and
    /// column of what is wrong; the document itself is not quoted.
    static JsonNode parse(byte[] document) {
        try (JsonParser parser = MAPPER.createParser(document)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode()) {
                throw Refused.malformed("The body is empty; it must be a JSON document");
            }
            if (parser.nextToken() != null) {
                throw malformed("text after its end", parser.currentTokenLocation());
            }
            return node;
        } catch (JacksonException e) {
            throw malformed(reason(e), e.getLocation());
        }
    }

    private static Refused malformed(String reason, TokenStreamLocation at) {
        return Refused.malformed(
                "The body is not valid JSON: "
                        + reason
                        + " at line "
                        + at.getLineNr()
                        + ", column "
                        + at.getColumnNr());
    }

    private static String reason(JacksonException e) {
        return switch (e) {
            case UnexpectedEndOfInputException _ -> "it ends too early";
            case StreamReadException _ -> "unexpected text";
            default -> "a property appears twice"; // the only fault the tree itself can have
        };
    }

    /// Reads a document of our own.
    static JsonNode read(String document) {
        return MAPPER.readTree(document);
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// A view in the words of a kind.
    static byte[] bytes(Object view, Wording words) {
        return OF_KINDS.computeIfAbsent(
                        words, each -> mapper().addModule(WordingSerializers.of(each)).build())
                .writeValueAsBytes(view);
    }

    static ObjectNode object(Object value) {
        return MAPPER.valueToTree(value);
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /// Two-space indentation and a final newline, for files.
    static String pretty(JsonNode node) {
        return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node)
                + "\n";
    }

    /// The same bytes for all documents that mean the same: no spaces, properties in order of their
    /// names.
    static byte[] canonical(JsonNode node) {
        return bytes(sorted(node));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            var items = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> items.add(sorted(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        var properties = new TreeMap<String, JsonNode>();
        node.properties().forEach(each -> properties.put(each.getKey(), sorted(each.getValue())));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        properties.forEach(object::set);
        return object;
    }

    private static final class AsText<T> extends StdSerializer<T> {

        AsText(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.toString());
        }
    }

    /// RFC 3339 in UTC with whole seconds, as every example of the contract shows.
    private static final class ToTheSecond extends StdSerializer<Instant> {

        ToTheSecond() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }
}
