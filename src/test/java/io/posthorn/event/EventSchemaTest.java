package io.posthorn.event;

import static io.posthorn.store.Samples.ACCOUNT;
import static io.posthorn.store.Samples.FAILURE;
import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.chosen;
import static io.posthorn.store.Samples.delivered;
import static io.posthorn.store.Samples.sent;
import static io.posthorn.store.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.posthorn.message.Change;
import io.posthorn.message.Content;
import io.posthorn.message.Event;
import io.posthorn.message.Message;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.SimStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class EventSchemaTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    private static final Order EMAIL =
            Order.USUAL.saying(
                    new Content.Email(
                            Optional.empty(), "Hello", "<p>Hi</p>", Optional.empty(), List.of()));
    private static final Order PUSH =
            Order.USUAL.saying(
                    new Content.Push(
                            Optional.empty(), "Hi", Content.Urgency.HIGH, Optional.empty()));

    private final Samples samples = new Samples();
    private final SimStore store = new SimStore();

    @Test
    void every_event_of_every_type_is_as_its_schema_says() {
        List<CloudEvent> events = everyType();

        assertThat(events.stream().map(CloudEvent::type)).contains(EventType.values());
        for (CloudEvent event : events) {
            assertThat(complaints(event.type(), event.data())).as(event.toString()).isEmpty();
        }
    }

    @Test
    void a_schema_refuses_what_it_does_not_name() {
        for (EventType type : EventType.values()) {
            ObjectNode data = JsonNodeFactory.instance.objectNode().put("operation_name", "x");
            assertThat(complaints(type, data)).hasSize(1);
        }
    }

    private static List<String> complaints(EventType type, JsonNode data) {
        return REGISTRY.getSchema(EventSchema.of(type)).validate(data).stream()
                .map(Object::toString)
                .toList();
    }

    private List<CloudEvent> everyType() {
        Message read = arrived();
        applied(to(read, new State.Read(NOW), NOW));
        applied(to(arrived(), new State.Undelivered(FAILURE, NOW), NOW));
        applied(to(stored(), new State.Failed(FAILURE, NOW), NOW));
        applied(twice(arrived()));
        Message email = applied(sent(applied(chosen(stored(EMAIL), NOW)), NOW, "e"));
        applied(to(applied(delivered(email, NOW)), new State.Read(NOW), NOW));
        applied(to(stored(EMAIL), new State.Undelivered(FAILURE, NOW), NOW));
        applied(to(stored(EMAIL), new State.Failed(FAILURE, NOW), NOW));
        applied(sent(applied(chosen(stored(PUSH), NOW)), NOW, "p"));
        applied(to(stored(PUSH), new State.Failed(FAILURE, NOW), NOW));
        store.write(Batch.of(samples.submission(1, Order.USUAL.scheduled(NOW.plusSeconds(60)))));
        store.write(Batch.of(samples.inbound("+14155550123", "in:1")));
        store.write(
                Batch.EMPTY.withSenderEvents(
                        List.of(
                                new SenderEvent(
                                        0,
                                        ACCOUNT,
                                        new SenderId(7),
                                        Optional.of(Samples.POOL),
                                        "CLOSED",
                                        "OPEN",
                                        12,
                                        "half of twenty failed",
                                        NOW))));
        return new Feed(store).after(0, 1_000, EventFilter.all(ACCOUNT)).events();
    }

    private Message stored() {
        return stored(Order.USUAL.tags(Map.of("campaign", "launch")));
    }

    private Message stored(Order order) {
        var submission = samples.submission(1, order);
        store.write(Batch.of(submission));
        return submission.messages().getFirst();
    }

    private Message arrived() {
        return applied(delivered(applied(sent(applied(chosen(stored(), NOW)), NOW, "k")), NOW));
    }

    /// It arrives by another attempt, too.
    private static Change twice(Message message) {
        List<Event> events = new ArrayList<>();
        events.add(
                new Event(
                        0,
                        message.id(),
                        1,
                        Status.DELIVERED,
                        Status.DELIVERED,
                        Optional.empty(),
                        NOW,
                        Event.Kind.DUPLICATE_DELIVERY));
        Message after = Samples.with(message, message.state(), message.attempts(), NOW);
        return new Change(message, after, events);
    }

    private Message applied(Change change) {
        assertThat(store.write(Batch.of(List.of(change))).refused()).isEmpty();
        return change.after();
    }
}
