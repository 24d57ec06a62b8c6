package io.posthorn.event;

import static io.posthorn.store.Samples.ACCOUNT;
import static io.posthorn.store.Samples.FAILURE;
import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.chosen;
import static io.posthorn.store.Samples.delivered;
import static io.posthorn.store.Samples.sent;
import static io.posthorn.store.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.jackson.JsonFormat;
import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import io.posthorn.store.Batch.Submission;
import io.posthorn.store.Samples;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.SimStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FeedTest {

    private static final EventFilter ALL = EventFilter.all(ACCOUNT);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Samples samples = new Samples();
    private final SimStore store = new SimStore();
    private final Feed feed = new Feed(store);

    private Submission submitted(int size, Order order) {
        Submission submission = samples.submission(size, order);
        store.write(Batch.of(submission));
        return submission;
    }

    private Message stored() {
        return submitted(1, Order.USUAL).messages().getFirst();
    }

    private Message applied(Change change) {
        assertThat(store.write(Batch.of(List.of(change))).refused()).isEmpty();
        return change.after();
    }

    private List<CloudEvent> all(EventFilter filter) {
        return feed.after(0, 10_000, filter).events();
    }

    private static List<EventType> types(List<CloudEvent> events) {
        return events.stream().map(CloudEvent::type).toList();
    }

    @Test
    void a_message_is_told_from_its_queue_to_its_receipt() {
        Message message = stored();
        applied(delivered(applied(sent(applied(chosen(message, NOW)), NOW, "k")), NOW));

        List<CloudEvent> events = all(ALL);

        assertThat(types(events))
                .containsExactly(
                        EventType.OPERATION_PROCESSING,
                        EventType.MESSAGE_QUEUED,
                        EventType.MESSAGE_SENT,
                        EventType.OPERATION_COMPLETED,
                        EventType.MESSAGE_DELIVERED);
        JsonNode data = JSON.readTree(events.getLast().json()).get("data");
        assertThat(data.propertyNames())
                .containsExactly(
                        "operation_id",
                        "message_id",
                        "account_sid",
                        "sender_pool_id",
                        "downstream_id",
                        "attempt",
                        "from",
                        "to",
                        "tags");
        assertThat(data.get("message_id").asString()).isEqualTo(message.id().toString());
        assertThat(data.get("attempt").asString()).isEqualTo("1");
        assertThat(data.get("account_sid").asString()).isEqualTo(ACCOUNT);
        assertThat(data.at("/from/channel").asString()).isEqualTo("SMS");
        assertThat(data.at("/to/channel").asString()).isEqualTo("PHONE");
    }

    @Test
    void an_email_is_told_as_an_email() {
        Message email = submitted(1, Order.USUAL.saying(Samples.EMAIL)).messages().getFirst();
        Message sent = applied(sent(applied(chosen(email, NOW)), NOW, "k"));
        applied(Samples.read(applied(delivered(sent, NOW)), NOW));

        List<CloudEvent> events = all(ALL);

        assertThat(types(events))
                .containsExactly(
                        EventType.OPERATION_PROCESSING,
                        EventType.EMAIL_QUEUED,
                        EventType.EMAIL_SENT,
                        EventType.OPERATION_COMPLETED,
                        EventType.EMAIL_DELIVERED,
                        EventType.EMAIL_OPENED);
        JsonNode opened = JSON.readTree(events.getLast().json());
        assertThat(opened.get("type").asString()).isEqualTo("com.twilio.comms-api.email.opened");
        assertThat(opened.get("messagestatus").asString()).isEqualTo("OPENED");
        assertThat(opened.get("data").get("email_id").asString())
                .isEqualTo(email.id().as(Operation.Kind.EMAIL))
                .startsWith("comms_email_");
        assertThat(opened.get("data").has("message_id")).isFalse();
    }

    @Test
    void who_asked_for_messages_is_told_nothing_of_emails() {
        submitted(1, Order.USUAL.saying(Samples.EMAIL));
        submitted(1, Order.USUAL);
        submitted(1, Order.USUAL.saying(Samples.NOTIFICATION));

        assertThat(types(all(EventFilter.of(ACCOUNT, List.of("com.twilio.comms-api.message.*")))))
                .containsExactly(EventType.MESSAGE_QUEUED);
        assertThat(types(all(EventFilter.of(ACCOUNT, List.of("com.twilio.comms-api.email.*")))))
                .containsExactly(EventType.EMAIL_QUEUED);
        assertThat(types(all(EventFilter.of(ACCOUNT, List.of("*push-notification.queued", "*")))))
                .contains(EventType.PUSH_NOTIFICATION_QUEUED);
    }

    @Test
    void a_notification_is_told_as_one_and_its_receipts_are_not() {
        Message one = submitted(1, Order.USUAL.saying(Samples.NOTIFICATION)).messages().getFirst();
        applied(delivered(applied(sent(applied(chosen(one, NOW)), NOW, "k")), NOW));

        List<CloudEvent> events = all(ALL);

        assertThat(types(events))
                .containsExactly(
                        EventType.OPERATION_PROCESSING,
                        EventType.PUSH_NOTIFICATION_QUEUED,
                        EventType.PUSH_NOTIFICATION_SENT,
                        EventType.OPERATION_COMPLETED);
        assertThat(events.get(1).data().get("push_notification_id").asString())
                .startsWith("comms_pushnotification_");
    }

    @Test
    void an_event_is_a_cloud_event_for_a_library_that_is_not_ours() {
        applied(to(stored(), new State.Failed(FAILURE, NOW), NOW));
        for (CloudEvent event : all(ALL)) {
            var read = new JsonFormat().deserialize(event.json());

            assertThat(read.getId()).isEqualTo(event.id().toString());
            assertThat(read.getType()).isEqualTo(event.type().wireName());
            assertThat(read.getSource()).hasToString(ACCOUNT);
            assertThat(read.getDataSchema()).hasToString(event.type().dataSchema());
            assertThat(read.getDataContentType()).isEqualTo("application/json");
            assertThat(read.getTime()).isNotNull();
            assertThat(read.getExtension("sequence")).isEqualTo("%019d".formatted(event.seq()));
        }
    }

    @Test
    void a_batch_is_an_array_of_the_same_events() {
        stored();
        List<CloudEvent> events = all(ALL);
        JsonNode batch = JSON.readTree(CloudEvent.batch(events));
        assertThat(batch).hasSize(2);
        assertThat(batch.get(1)).isEqualTo(JSON.readTree(events.get(1).json()));
    }

    @Test
    void a_failure_has_its_code_and_says_where_the_message_stood() {
        applied(to(stored(), new State.Failed(FAILURE, NOW), NOW));
        CloudEvent failed = all(EventFilter.of(ACCOUNT, List.of("*failed", "*"))).get(2);
        assertThat(failed.messageStatus()).contains("FAILED");
    }

    @Test
    void what_a_phone_wrote_is_told_with_its_sender_and_session() {
        store.write(Batch.of(samples.inbound("+14155550123", "in:1")));
        CloudEvent event = all(ALL).getFirst();
        assertThat(event.type()).isEqualTo(EventType.MESSAGE_INBOUND);
        JsonNode data = event.data();
        assertThat(data.at("/from/address").asString()).isEqualTo("+14155550123");
        assertThat(data.at("/to/address").asString()).isEqualTo(Samples.SENDER_ADDRESS);
        assertThat(data.get("session_id").asString()).startsWith("comms_session_");
        assertThat(data.has("attempt")).isFalse();
    }

    @Test
    void nothing_of_another_account_is_ever_told() {
        Message theirs = submitted(2, Order.USUAL.account("AC-other")).messages().getFirst();
        applied(to(theirs, new State.Failed(FAILURE, NOW), NOW));
        assertThat(all(ALL)).isEmpty();
        assertThat(all(EventFilter.all("AC-other"))).hasSize(4);
        List<EventId> ids = all(EventFilter.all("AC-other")).stream().map(CloudEvent::id).toList();
        assertThat(feed.find(ids, ALL)).isEmpty();
        assertThat(feed.find(ids, EventFilter.all("AC-other"))).hasSize(4);
    }

    @Test
    void a_change_of_a_sender_s_health_is_told_to_its_account_only() {
        var opened =
                new SenderEvent(
                        0,
                        ACCOUNT,
                        new SenderId(7),
                        Optional.empty(),
                        "CLOSED",
                        "OPEN",
                        0,
                        "x",
                        NOW);
        store.write(Batch.EMPTY.withSenderEvents(List.of(opened)));

        List<CloudEvent> events = all(ALL);
        assertThat(types(events)).containsExactly(EventType.SENDER_HEALTH_CHANGED);
        JsonNode data = JSON.readTree(events.getFirst().json()).get("data");
        assertThat(data.get("sender_id").asString()).isEqualTo(new SenderId(7).toString());
        assertThat(data.get("to").asString()).isEqualTo("OPEN");
        assertThat(all(EventFilter.all("AC-other"))).isEmpty();
        assertThat(feed.find(List.of(events.getFirst().id()), EventFilter.all("AC-other")))
                .isEmpty();
    }

    @Test
    void a_scheduled_operation_is_told_when_it_is_accepted_and_when_it_begins() {
        Instant start = NOW.plusSeconds(60);
        Message message = submitted(1, Order.USUAL.scheduled(start)).messages().getFirst();
        applied(to(message, new State.Queued(), start));
        assertThat(types(all(ALL)))
                .containsExactly(
                        EventType.OPERATION_SCHEDULED,
                        EventType.OPERATION_PROCESSING,
                        EventType.MESSAGE_QUEUED);
    }

    @Test
    void the_log_is_told_the_same_in_pages_of_any_size() {
        submitted(7, Order.USUAL);
        submitted(3, Order.USUAL.account("AC-other"));
        applied(to(stored(), new State.Failed(FAILURE, NOW), NOW));
        List<CloudEvent> whole = all(ALL);
        assertThat(whole).hasSize(8 + 2 + 2);
        for (int size = 1; size <= 13; size++) {
            List<CloudEvent> pieces = new ArrayList<>();
            long at = 0;
            Feed.Page page = feed.after(at, size, ALL);
            while (page.readTo() > at) {
                assertThat(page.events()).hasSizeLessThanOrEqualTo(size);
                pieces.addAll(page.events());
                at = page.readTo();
                page = feed.after(at, size, ALL);
            }
            assertThat(pieces).as("size %d", size).isEqualTo(whole);
            assertThat(at).isEqualTo(store.lastSeq());
        }
    }

    @Test
    void ids_and_positions_are_unique_and_lead_back() {
        submitted(5, Order.USUAL);
        applied(to(stored(), new State.Failed(FAILURE, NOW), NOW));
        List<CloudEvent> whole = all(ALL);
        assertThat(whole).extracting(CloudEvent::id).doesNotHaveDuplicates();
        assertThat(whole).extracting(CloudEvent::seq).isSorted().doesNotHaveDuplicates();
        for (CloudEvent event : whole) {
            EventId id = EventId.parse(event.id().toString()).orElseThrow();
            assertThat(feed.find(List.of(id), ALL)).containsExactly(event);
        }
        EventId wrong = new EventId(1, whole.getFirst().seq());
        assertThat(feed.find(List.of(wrong), ALL)).isEmpty();
        assertThat(EventId.parse("EZ12")).isEmpty();
    }

    @Test
    void types_are_chosen_by_name_and_by_beginning() {
        applied(to(stored(), new State.Failed(FAILURE, NOW), NOW));
        Map<String, Integer> expected =
                Map.of(
                        "com.twilio.comms-api.message.*", 2,
                        "com.twilio.comms-api.*", 4,
                        "com.twilio.comms-api.operation.completed", 1,
                        "*", 4);
        expected.forEach((pattern, count) ->
                assertThat(all(EventFilter.of(ACCOUNT, List.of(pattern))))
                        .as(pattern)
                        .hasSize(count));
        assertThat(all(EventFilter.of(ACCOUNT, List.of()))).isEmpty();
    }

    @Test
    void a_moment_leads_to_its_place_in_the_log() {
        for (int i = 0; i < 20; i++) {
            Submission one = submitted(1 + i % 3, Order.USUAL.at(NOW.plusSeconds(i)));
            long before = feed.before(NOW.plusSeconds(i));
            assertThat(feed.after(before, 1, ALL).events().getFirst().data().get("operation_id"))
                    .hasToString("\"" + one.operation().id() + "\"");
        }
        assertThat(feed.before(NOW)).isZero();
        assertThat(feed.before(NOW.plusSeconds(99))).isEqualTo(store.lastSeq());
    }

    @Test
    void the_json_is_the_one_the_contract_shows() {
        CloudEvent event = all(ALL).isEmpty() ? eventOfNewMessage() : all(ALL).getFirst();
        JsonNode json = JSON.readTree(new String(event.json(), StandardCharsets.UTF_8));
        assertThat(json.propertyNames())
                .containsExactly(
                        "specversion",
                        "type",
                        "source",
                        "id",
                        "time",
                        "dataschema",
                        "datacontenttype",
                        "sequence",
                        "data");
        assertThat(json.get("id").asString()).matches("EZ[0-9a-f]{32}");
        assertThat(json.get("time").asString()).isEqualTo("2026-01-05T10:00:00.123Z");
    }

    private CloudEvent eventOfNewMessage() {
        stored();
        return all(ALL).getFirst();
    }
}
