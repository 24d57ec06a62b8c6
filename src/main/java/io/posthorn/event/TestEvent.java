package io.posthorn.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// An event that says nothing: what a test of an endpoint tells it.
record TestEvent(EventId id, String account, Instant at) {

    static final String TYPE = "com.twilio.eventstreams.test-event";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    TestEvent(Endpoint endpoint, Instant now) {
        this(
                new EventId(endpoint.id().value(), now.toEpochMilli()),
                endpoint.account(),
                now.truncatedTo(ChronoUnit.MILLIS));
    }

    /// A batch of it alone.
    byte[] batch() {
        Map<String, Object> event =
                Map.of(
                        "specversion",
                        CloudEvent.SPEC_VERSION,
                        "type",
                        TYPE,
                        "source",
                        account,
                        "id",
                        id.toString(),
                        "time",
                        at.toString(),
                        "datacontenttype",
                        CloudEvent.DATA_CONTENT_TYPE,
                        "data",
                        payload());
        return JSON.writeValueAsBytes(List.of(event));
    }

    byte[] data() {
        return JSON.writeValueAsBytes(payload());
    }

    private Map<String, String> payload() {
        return Map.of("test_id", id.toString());
    }
}
