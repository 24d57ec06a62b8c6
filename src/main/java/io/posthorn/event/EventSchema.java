package io.posthorn.event;

import io.posthorn.message.Operation;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the `data` of each event type may hold, as JSON Schema draft-07: nothing has to be there,
/// and nothing else may (`comms-api.md` 3.10).
public final class EventSchema {

    private EventSchema() {}

    /// The schema of a type's current version.
    public static ObjectNode of(EventType type) {
        ObjectNode schema =
                object(
                        switch (type) {
                            case OPERATION_PROCESSING, OPERATION_COMPLETED, OPERATION_SCHEDULED ->
                                    Map.of("operation_id", text("comms_operation_…"));
                            case MESSAGE_QUEUED,
                                    MESSAGE_SENT,
                                    MESSAGE_FAILED,
                                    MESSAGE_DELIVERED,
                                    MESSAGE_UNDELIVERED,
                                    MESSAGE_READ,
                                    MESSAGE_DUPLICATE_DELIVERY ->
                                    outbound(Operation.Kind.MESSAGE);
                            case EMAIL_QUEUED,
                                    EMAIL_SENT,
                                    EMAIL_FAILED,
                                    EMAIL_DELIVERED,
                                    EMAIL_UNDELIVERED,
                                    EMAIL_OPENED ->
                                    outbound(Operation.Kind.EMAIL);
                            case PUSH_NOTIFICATION_QUEUED,
                                    PUSH_NOTIFICATION_SENT,
                                    PUSH_NOTIFICATION_FAILED ->
                                    outbound(Operation.Kind.PUSH_NOTIFICATION);
                            case MESSAGE_INBOUND -> inbound();
                            case SENDER_HEALTH_CHANGED -> health();
                        });
        return JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("$id", type.dataSchema())
                .put("title", type.schemaId())
                .setAll(schema);
    }

    private static Map<String, ObjectNode> message(Operation.Kind kind) {
        ObjectNode tags = JsonNodeFactory.instance.objectNode().put("type", "object");
        tags.putObject("additionalProperties").put("type", "string");
        Map<String, ObjectNode> message = new TreeMap<>();
        message.put("operation_id", text("comms_operation_…"));
        message.put(EventTypes.idProperty(kind), text("What it is about"));
        message.put("account_sid", text("AC…"));
        message.put("sender_pool_id", text("comms_senderpool_…, of one sent by a pool"));
        message.put("downstream_id", text("The attempt: SM… or MM…"));
        message.put("from", party());
        message.put("to", party());
        message.put("tags", tags);
        return message;
    }

    private static Map<String, ObjectNode> outbound(Operation.Kind kind) {
        Map<String, ObjectNode> message = message(kind);
        message.put("attempt", text("Its number, from 1; without it the whole message is meant"));
        message.put("error_code", text("Why it failed"));
        return message;
    }

    private static Map<String, ObjectNode> inbound() {
        Map<String, ObjectNode> message = message(Operation.Kind.MESSAGE);
        message.put("session_id", text("comms_session_…"));
        return message;
    }

    private static Map<String, ObjectNode> health() {
        ObjectNode score = JsonNodeFactory.instance.objectNode().put("type", "number");
        return Map.of(
                "account_sid", text("AC…"),
                "sender_id", text("comms_sender_…"),
                "sender_pool_id", text("comms_senderpool_…"),
                "from", text("Its health before"),
                "to", text("Its health now"),
                "score", score.put("description", "0 to 100"),
                "reason", text("Why it was changed"));
    }

    private static ObjectNode party() {
        return object(
                Map.of(
                        "id", text("comms_sender_…, of a sender"),
                        "address", text("As the channel writes it"),
                        "channel", text("SMS, PHONE, …")));
    }

    private static ObjectNode object(Map<String, ObjectNode> properties) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties").setAll(new TreeMap<>(properties));
        schema.putArray("required");
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode text(String description) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("description", description);
    }
}
