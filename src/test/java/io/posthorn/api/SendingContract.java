package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.DownstreamSid;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What every resource that sends must do, whatever it sends: operations, counters, pages, filters,
/// idempotency, canceling, and keeping the kinds apart.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SendingContract {

    RunningApi api;
    private final Operation.Kind kind;

    /// The path of the resource.
    private final String path;

    /// What its list is called in an answer.
    private final String list;

    SendingContract(Operation.Kind kind, String path, String list) {
        this.kind = kind;
        this.path = path;
        this.list = list;
    }

    /// Makes what is sent from.
    abstract void prepare();

    /// A whole request to send.
    ///
    /// @param recipients objects of the list `to`
    /// @param more properties of the request, each after a comma
    abstract String request(String recipients, String more);

    /// A recipient who can be reached, another one for each number, called `Ada`.
    abstract String reachable(int number);

    /// A recipient no sender can reach.
    abstract String unreachable();

    /// Whether a fetched one says what `request` says to somebody called Ada.
    abstract void showsContent(JsonNode fetched);

    /// The counters of an operation, in order.
    abstract List<String> counters();

    /// What the recipient of a shown one is found by.
    String address(JsonNode shown) {
        return shown.get("to").get(0).get("address").asString();
    }

    /// What it means that somebody looked at it.
    abstract String readStatus();

    @BeforeAll
    void start() {
        api = new RunningApi();
        prepare();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    private RunningApi.Answer send(String recipients, String more) {
        RunningApi.Answer accepted = api.post(path, request(recipients, more));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return accepted;
    }

    private static String operationId(RunningApi.Answer accepted) {
        return accepted.json().get("operationId").asString();
    }

    private JsonNode of(RunningApi.Answer accepted) {
        return api.get(path + "?operationId=" + operationId(accepted)).json().get(list);
    }

    private String location(RunningApi.Answer accepted) {
        return accepted.header("location").orElseThrow().substring(api.url("").length());
    }

    private Message stored(JsonNode shown) {
        return MessageId.parse(kind, shown.get("id").asString())
                .flatMap(api.store::find)
                .orElseThrow();
    }

    /// Lets one enter a state.
    private void becomes(JsonNode shown, State state) {
        Instant now = Instant.now();
        api.store.write(Batch.of(List.of(Samples.to(stored(shown), state, now))));
    }

    @Test
    void each_recipient_becomes_one_with_its_own_content() {
        var accepted = send(reachable(1) + "," + reachable(2), "");

        assertThat(accepted.json().get("operationLocation").asString())
                .isEqualTo(api.url(path + "/Operations/" + operationId(accepted)))
                .isEqualTo(accepted.header("location").orElseThrow())
                .isEqualTo(accepted.header("operation-location").orElseThrow());
        assertThat(accepted.header("operation-id")).contains(operationId(accepted));
        assertThat(accepted.header("resource-location"))
                .contains(api.url(path + "?operationId=" + operationId(accepted)));
        JsonNode both = of(accepted);
        assertThat(both).hasSize(2);
        JsonNode listed = both.get(1);
        assertThat(listed.get("id").asString()).startsWith(kind.idPrefix());
        assertThat(listed.get("status").asString()).isEqualTo("QUEUED");
        assertThat(listed.has("content")).isFalse();
        assertThat(listed.has("attempts")).isFalse();
        JsonNode fetched = api.get(path + "/" + listed.get("id").asString()).json();
        showsContent(fetched);
        assertThat(fetched.get("id")).isEqualTo(listed.get("id"));
    }

    @Test
    void it_names_its_operation() {
        var accepted = send(reachable(1), "");

        JsonNode related = of(accepted).get(0).get("related").get(0);

        assertThat(related.get("name").asString()).isEqualTo("OPERATION");
        assertThat(related.get("id").asString()).isEqualTo(operationId(accepted));
        assertThat(related.get("uri").asString()).isEqualTo(api.url(location(accepted)));
    }

    @Test
    void an_operation_counts_what_it_made() {
        var accepted =
                send(IntStream.range(0, 3).mapToObj(this::reachable).reduce("", this::after), "");
        assertThat(stats(accepted))
                .isEqualTo(counts(Map.of("total", 3, "recipients", 3, "queued", 3)));

        becomes(of(accepted).get(0), new State.Sent(Instant.now()));
        becomes(of(accepted).get(1), new State.Failed(Samples.FAILURE, Instant.now()));
        becomes(of(accepted).get(2), new State.Canceled(Instant.now()));

        assertThat(stats(accepted))
                .isEqualTo(
                        counts(
                                Map.of(
                                        "total",
                                        3,
                                        "recipients",
                                        3,
                                        "sent",
                                        1,
                                        "failed",
                                        1,
                                        "canceled",
                                        1)));
        JsonNode operation = api.get(location(accepted)).json();
        assertThat(operation.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(operation.get("id").asString()).isEqualTo(operationId(accepted));
        assertThat(operation.get("updatedAt").isString()).isTrue();
    }

    private String after(String before, String next) {
        return before.isEmpty() ? next : before + "," + next;
    }

    private Map<String, Integer> stats(RunningApi.Answer accepted) {
        Map<String, Integer> stats = new LinkedHashMap<>();
        api.get(location(accepted))
                .json()
                .get("stats")
                .properties()
                .forEach(each -> stats.put(each.getKey(), each.getValue().intValue()));
        assertThat(stats.keySet()).containsExactlyElementsOf(counters());
        return stats;
    }

    /// These, and of everything else there is, none.
    private Map<String, Integer> counts(Map<String, Integer> some) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counters().forEach(name -> counts.put(name, some.getOrDefault(name, 0)));
        return counts;
    }

    @Test
    void who_cannot_be_reached_is_unaddressable_and_named_among_the_errors() {
        var accepted = send(reachable(1) + "," + unreachable(), "");

        assertThat(stats(accepted))
                .isEqualTo(
                        counts(
                                Map.of(
                                        "total",
                                        2,
                                        "recipients",
                                        2,
                                        "queued",
                                        1,
                                        "unaddressable",
                                        1)));
        JsonNode errors = api.get(location(accepted) + "/Errors").json().get("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).get("context").asString()).isEqualTo("$.to[1]");
        assertThat(errors.get(0).get(Wording.of(kind).idName()))
                .isEqualTo(of(accepted).get(0).get("id"));
        JsonNode failed = api.get(path + "/" + of(accepted).get(0).get("id").asString()).json();
        assertThat(failed.get("error").get("code")).isEqualTo(errors.get(0).get("code"));
    }

    @Test
    void that_somebody_looked_at_it_is_said_in_its_own_word() {
        var accepted = send(reachable(1), "");
        becomes(of(accepted).get(0), new State.Read(Instant.now()));

        String id = of(accepted).get(0).get("id").asString();

        assertThat(of(accepted).get(0).get("status").asString()).isEqualTo(readStatus());
        assertThat(stats(accepted).get(readStatus().toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(1);
        String listed = "?status=" + readStatus() + "&operationId=" + operationId(accepted);
        assertThat(api.get(path + listed).json().get(list)).hasSize(1);
        JsonNode timeline = api.get(path + "/" + id + "/Timeline").json();
        assertThat(timeline.get("status").asString()).isEqualTo(readStatus());
        assertThat(timeline.get(Wording.of(kind).idName()).asString()).isEqualTo(id);
        JsonNode receipts = api.get(path + "/" + id + "/Receipts").json().get("receipts");
        assertThat(receipts.get(0).get("status").asString()).isEqualTo(readStatus());
    }

    @Test
    void what_has_not_left_is_canceled_in_any_spelling() {
        for (int spelling = 0; spelling < 3; spelling++) {
            var accepted = send(reachable(1), "");
            String operation = location(accepted);

            var canceled = cancel(operation, spelling);

            assertThat(canceled.status()).isEqualTo(202);
            assertThat(canceled.json().get("resourceId").asString())
                    .isEqualTo(operationId(accepted));
            assertThat(canceled.json().get("resourceLocation").asString())
                    .isEqualTo(api.url(operation));
            assertThat(of(accepted).get(0).get("status").asString()).isEqualTo("CANCELED");
            assertThat(api.get(operation).json().get("status").asString()).isEqualTo("CANCELED");
            assertThat(cancel(operation, spelling).status()).isEqualTo(202);
        }
    }

    @Test
    void what_is_complete_cannot_be_canceled() {
        var accepted = send(unreachable(), "");

        var refused = api.delete(location(accepted));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("code").intValue()).isEqualTo(30409);
    }

    private RunningApi.Answer cancel(String operation, int spelling) {
        return switch (spelling) {
            case 0 -> api.send("POST", operation + "/Cancel", "");
            case 1 -> api.delete(operation);
            default -> api.patch(operation, "{\"status\": \"canceled\"}");
        };
    }

    @Test
    void the_same_key_and_body_send_once() {
        String body = request(reachable(1), "");
        String other = request(reachable(2), "");

        var first = api.send("POST", path, body, "Idempotency-Key", "k1");
        var again = api.send("POST", path, reordered(body), "Idempotency-Key", "k1");
        var reused = api.send("POST", path, other, "Idempotency-Key", "k1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("idempotent-replayed")).contains("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(reused.status()).isEqualTo(409);
    }

    /// The same properties, the last one first.
    private static String reordered(String body) {
        var object = RunningApi.JSON.createObjectNode();
        new ArrayList<>(RunningApi.JSON.readTree(body).properties())
                .reversed()
                .forEach(each -> object.set(each.getKey(), each.getValue()));
        return object.toString();
    }

    @Test
    void what_is_scheduled_waits_for_its_time() {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();

        var accepted =
                send(
                        reachable(1),
                        ", \"schedule\": {\"sendAt\": [\"%sT09:30:00Z\"]}".formatted(day));

        JsonNode one = of(accepted).get(0);
        assertThat(one.get("status").asString()).isEqualTo("SCHEDULED");
        assertThat(one.get("scheduledFor").asString()).isEqualTo(day + "T09:30:00Z");
        assertThat(stats(accepted).get("scheduled")).isEqualTo(1);
        assertThat(api.get(location(accepted)).json().get("status").asString())
                .isEqualTo("SCHEDULED");
    }

    @Test
    void a_list_runs_from_the_newest_to_the_oldest_in_pages() {
        String tag = "pages" + kind;
        for (int i = 0; i < 5; i++) {
            send(reachable(i), ", \"tags\": {\"list\": \"%s\"}".formatted(tag));
        }
        String all = path + "?tags=list:" + tag + ";&pageSize=";
        List<String> whole = ids(api.get(all + 50).json());
        assertThat(whole).hasSize(5).isSortedAccordingTo((a, b) -> b.compareTo(a));

        List<String> paged = new ArrayList<>();
        JsonNode page = api.get(all + 2).json();
        while (true) {
            paged.addAll(ids(page));
            JsonNode next = page.get("pagination").get("next");
            assertThat(page.path("nextPageToken").asString("")).isEqualTo(next.asString(""));
            if (next.isNull()) {
                break;
            }
            page = api.get(all + 2 + "&pageToken=" + next.asString()).json();
        }

        assertThat(paged).isEqualTo(whole);
    }

    private List<String> ids(JsonNode page) {
        return page.get(list).valueStream().map(each -> each.get("id").asString()).toList();
    }

    @Test
    void operations_are_listed_in_pages_too() {
        List<String> sent =
                IntStream.range(0, 3).mapToObj(i -> operationId(send(reachable(i), ""))).toList();

        JsonNode first = api.get(path + "/Operations?pageSize=2").json();
        JsonNode second =
                api.get(
                                path
                                        + "/Operations?pageSize=1&pageToken="
                                        + first.get("pagination").get("next").asString())
                        .json();

        assertThat(first.get("operations").valueStream().map(each -> each.get("id").asString()))
                .containsExactly(sent.get(2), sent.get(1));
        assertThat(second.get("operations").get(0).get("id").asString()).isEqualTo(sent.get(0));
    }

    @Test
    void a_search_finds_by_address_tags_status_and_time() {
        String tag = "{\"%s\": \"search\"}".formatted(kind);
        var accepted = send(reachable(77), ", \"tags\": " + tag);
        String id = of(accepted).get(0).get("id").asString();
        String address = address(of(accepted).get(0));
        String hour =
                "\"startDate\": \"%s\", \"endDate\": \"%s\""
                        .formatted(
                                Instant.now().minusSeconds(1800), Instant.now().plusSeconds(1800));

        assertThat(search("{\"tags\": %s}".formatted(tag))).containsExactly(id);
        assertThat(search("{\"tags\": %s, \"status\": \"QUEUED\", %s}".formatted(tag, hour)))
                .containsExactly(id);
        assertThat(search("{\"tags\": %s, \"status\": \"FAILED\"}".formatted(tag))).isEmpty();
        assertThat(search("{\"address\": \"%s\"}".formatted(address))).contains(id);
        assertThat(
                        search(
                                "{\"operationId\": \"%s\", \"address\": \"%s\", \"pageSize\": 1}"
                                        .formatted(operationId(accepted), address)))
                .containsExactly(id);
    }

    private List<String> search(String body) {
        RunningApi.Answer found = api.post(path + "/Search", body);
        assertThat(found.status()).as(found.text()).isEqualTo(200);
        return ids(found.json());
    }

    @Test
    void the_resources_of_other_kinds_know_nothing_of_it() {
        var accepted = send(reachable(1), ", \"tags\": {\"apart\": \"%s\"}".formatted(kind));
        Message message = stored(of(accepted).get(0));
        for (Resource other : Resource.ALL) {
            if (other.words().kind() != kind) {
                String elsewhere = "/v1" + other.words().path();
                String operation = elsewhere + "/Operations/" + operationId(accepted);
                String asOther = message.id().as(other.words().kind());
                assertThat(api.get(elsewhere + "/" + asOther).status()).isEqualTo(404);
                assertThat(api.get(elsewhere + "/" + message.id().as(kind)).status())
                        .isEqualTo(404);
                assertThat(api.get(elsewhere + "?tags=apart:" + kind).text())
                        .doesNotContain("\"id\"");
                assertThat(api.get(elsewhere + "?operationId=" + operationId(accepted)).text())
                        .doesNotContain("\"id\"");
                assertThat(api.get(elsewhere + "/Operations?pageSize=1000").text())
                        .doesNotContain(operationId(accepted));
                assertThat(api.get(operation).status()).isEqualTo(404);
                assertThat(api.get(operation + "/Errors").status()).isEqualTo(404);
                assertThat(api.delete(operation).status()).isEqualTo(404);
            }
        }
        assertThat(of(accepted).get(0).get("status").asString()).isEqualTo("QUEUED");
    }

    @Test
    void the_sid_of_no_attempt_leads_nowhere() {
        var accepted = send(reachable(1), "");
        MessageId id = stored(of(accepted).get(0)).id();

        assertThat(api.get(path + "/Seek/" + new DownstreamSid(id, 1)).status()).isEqualTo(404);
        assertThat(api.get(path + "/Seek/SM00000000000000000000000000000000").status())
                .isEqualTo(404);
    }

    @Test
    void another_account_sees_nothing_of_it() {
        var accepted = send(reachable(1), "");
        String one = of(accepted).get(0).get("id").asString();
        String other = RunningApi.basic(RunningApi.OTHER);

        for (String hidden : List.of(path + "/" + one, location(accepted))) {
            assertThat(api.send("GET", hidden, "", "Authorization", other).status()).isEqualTo(404);
        }
        assertThat(api.send("GET", path, "", "Authorization", other).json().get(list)).isEmpty();
    }

    @Test
    void a_preview_shows_the_first_ten_and_sends_nothing() {
        String tag = "preview" + kind;
        String everybody = IntStream.range(0, 12).mapToObj(this::reachable).reduce("", this::after);

        RunningApi.Answer preview =
                api.post(
                        path + "/Preview",
                        request(everybody, ", \"tags\": {\"list\": \"%s\"}".formatted(tag)));

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().get("recipients").intValue()).isEqualTo(12);
        assertThat(preview.json().get(list)).hasSize(10);
        assertThat(preview.json().get(list).get(0).get("steps")).isNotEmpty();
        assertThat(ids(api.get(path + "?tags=list:" + tag).json())).isEmpty();
    }
}
