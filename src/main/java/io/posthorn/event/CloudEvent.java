package io.posthorn.event;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One event as receivers see it: CloudEvents 1.0, JSON event format.
///
/// Two extension attributes go beyond the usual: `sequence` (the position in the log as 19 digits,
/// so that the events of one message are in order when these are) and `messagestatus` (where the
/// whole message stood then, which an attempt's event alone does not tell).
///
/// @param account the source
/// @param messageStatus empty for an operation's event
/// @param data the payload of the type's schema
public record CloudEvent(
        EventId id,
        EventType type,
        String account,
        Instant at,
        Optional<String> messageStatus,
        ObjectNode data) {

    public static final String SPEC_VERSION = "1.0";
    public static final String DATA_CONTENT_TYPE = "application/json";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SUBJECTS =
            List.of("message_id", "email_id", "push_notification_id", "operation_id", "sender_id");
    private static final int USUAL_BYTES = 800;

    public long seq() {
        return id.seq();
    }

    /// When it happened: RFC 3339 in UTC with milliseconds.
    public String time() {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /// See <https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sequence.md>.
    public String sequence() {
        return String.format("%019d", seq());
    }

    /// The id of what it is about: the message, email or notification, else the operation, else the
    /// sender.
    public String subject() {
        return SUBJECTS.stream()
                .map(data::path)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .findFirst()
                .orElseThrow();
    }

    byte[] payload() {
        return JSON.writeValueAsBytes(data);
    }

    /// The event alone.
    public byte[] json() {
        var out = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json);
        }
        return out.toByteArray();
    }

    /// A batch: a JSON array (CloudEvents JSON event format, section 4).
    public static byte[] batch(List<CloudEvent> events) {
        var out = new ByteArrayOutputStream(USUAL_BYTES * events.size());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            events.forEach(event -> event.write(json));
            json.writeEndArray();
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("specversion", SPEC_VERSION);
        json.writeStringProperty("type", type.wireName());
        json.writeStringProperty("source", account);
        json.writeStringProperty("id", id.toString());
        json.writeStringProperty("time", time());
        json.writeStringProperty("dataschema", type.dataSchema());
        json.writeStringProperty("datacontenttype", DATA_CONTENT_TYPE);
        json.writeStringProperty("sequence", sequence());
        messageStatus.ifPresent(status -> json.writeStringProperty("messagestatus", status));
        json.writeName("data");
        JSON.writeTree(json, data);
        json.writeEndObject();
    }
}
