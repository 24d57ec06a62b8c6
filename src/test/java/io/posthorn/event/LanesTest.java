package io.posthorn.event;

import static io.posthorn.store.Samples.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.twilio.security.RequestValidator;
import io.posthorn.AdjustableTime;
import io.posthorn.message.Ids;
import io.posthorn.message.WebhookId;
import io.posthorn.store.Samples;
import io.posthorn.store.SimStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What endpoints are told, over real HTTP; only the clock is moved.
@Timeout(120)
class LanesTest {

    private static final String TOKEN = "auth-token";
    private static final Duration MARGIN = Duration.ofMinutes(2); // more than the test itself takes
    private static final Duration SOON = Duration.ofSeconds(60);

    private final AdjustableTime time = new AdjustableTime(InstantSource.system());
    private final Samples samples = new Samples();
    private final SimStore store = new SimStore();
    private final Ids ids = new Ids(0);
    private final AtomicReference<String> leadsTo = new AtomicReference<>("127.0.0.1");
    private Lanes lanes;
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        lanes = lanes();
        lanes.start();
    }

    private Lanes lanes() {
        AddressGuard guard =
                new AddressGuard(
                        AddressGuard.Reach.PUBLIC_AND_LOOPBACK,
                        host ->
                                InetAddress.getAllByName(
                                        host.endsWith(".example") ? leadsTo.get() : host));
        Couriers courier = new Couriers(guard, Map.of(ACCOUNT, TOKEN), time);
        return new Lanes(store, new Endpoints(store, ids, time), new Feed(store), courier, time);
    }

    @AfterEach
    void stop() {
        lanes.close();
        receiver.close();
    }

    private Webhook webhook(String url) {
        return webhook(url, ACCOUNT, 50);
    }

    private Webhook webhook(String url, String account, int batchSize) {
        return lanes.endpoints()
                .addWebhook((id, now) ->
                        new Webhook(
                                id,
                                account,
                                url,
                                List.of("*"),
                                Optional.empty(),
                                Signatures.newSecret(),
                                batchSize,
                                now,
                                now));
    }

    private void live(int messages) {
        Lives.live(messages, samples, store, time.now());
        lanes.wake();
    }

    private static void until(Callable<Boolean> true_) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(true_);
    }

    private List<String> everything() {
        return lanes.feed().after(0, 1_000_000, EventFilter.all(ACCOUNT)).events().stream()
                .map(event -> event.id().toString())
                .toList();
    }

    private static List<String> idsOf(List<JsonNode> events) {
        return events.stream().map(event -> event.get("id").asString()).toList();
    }

    private Optional<Parcel> failing(WebhookId id) {
        return lanes.deliveries(id).stream()
                .filter(parcel -> parcel.status() == Parcel.Status.PENDING)
                .findFirst();
    }

    @Test
    void events_are_told_once_in_order_and_signed_twice() throws Exception {
        Webhook webhook = webhook(receiver.url() + "?tenant=7");
        live(40);
        List<String> expected = everything();
        until(() -> receiver.events().size() >= expected.size());

        assertThat(idsOf(receiver.events())).isEqualTo(expected);
        for (Receiver.Request request : receiver.requests()) {
            verifyBoth(webhook, request);
        }
    }

    private void verifyBoth(Webhook webhook, Receiver.Request request) throws Exception {
        assertThat(request.headers().getFirst("Content-type"))
                .startsWith("application/cloudevents-batch+json");
        HttpHeaders headers = HttpHeaders.of(request.headers(), (_, _) -> true);
        new com.standardwebhooks.Webhook(webhook.secret()).verify(request.body(), headers);
        String url = webhook.url().replaceFirst("/hook.*", "") + request.uri();
        assertThat(
                        new RequestValidator(TOKEN)
                                .validate(
                                        url,
                                        request.body(),
                                        request.headers().getFirst("X-Twilio-Signature")))
                .isTrue();
    }

    @Test
    void
            a_receiver_that_fails_half_is_down_and_returns_gets_everything_in_order_and_others_never_wait()
                    throws IOException {
        Random random = new Random(17);
        try (Receiver other = new Receiver()) {
            Webhook flaky = webhook(receiver.url(), ACCOUNT, 7);
            webhook(other.url(), ACCOUNT, 7);
            receiver.answers(() -> random.nextBoolean() ? 200 : 500);
            live(20);
            until(() -> idsOf(other.events()).equals(everything()));
            passUntil(() -> new HashSet<>(idsOf(receiver.events())).size() >= 30);

            receiver.answers(() -> 503); // down
            live(20);
            until(() -> idsOf(other.events()).equals(everything()));
            Instant down = time.now();
            while (time.now().isBefore(down.plus(Duration.ofMinutes(10)))) {
                until(() -> failing(flaky.id()).isPresent());
                time.advance(Duration.ofSeconds(20));
            }
            receiver.answers(() -> 200); // returns
            live(20);
            passUntil(() -> idsOf(receiver.events()).containsAll(everything()));

            assertThat(everyMessageInOrder(receiver.events())).isTrue();
            assertThat(idsOf(other.events())).isEqualTo(everything());
            duplicatesAreTheSame(receiver);
        }
    }

    private void passUntil(Callable<Boolean> reached) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    time.advance(Duration.ofSeconds(5));
                    return reached.call();
                });
    }

    /// Whenever an event comes for the first time, everything before it about the same message has
    /// come.
    private static boolean everyMessageInOrder(List<JsonNode> events) {
        Map<String, String> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        return events.stream()
                .filter(event -> seen.add(event.get("id").asString()))
                .allMatch(event -> {
                    String message = event.at("/data/message_id").asString("");
                    String sequence = event.get("sequence").asString();
                    String before = message.isEmpty() ? null : last.put(message, sequence);
                    return before == null || before.compareTo(sequence) < 0;
                });
    }

    /// A repeated event says what it said the first time.
    private static void duplicatesAreTheSame(Receiver receiver) {
        Map<String, JsonNode> first = new HashMap<>();
        for (JsonNode event : receiver.events()) {
            JsonNode before = first.putIfAbsent(event.get("id").asString(), event);
            assertThat(before == null || before.equals(event)).isTrue();
        }
    }

    @Test
    void a_batch_is_tried_by_the_schedule_then_given_up_and_the_next_one_follows() {
        Webhook webhook = webhook(receiver.url(), ACCOUNT, 500);
        receiver.answers(() -> 500);
        live(1);
        for (int tries = 1; tries <= Lane.RETRIES.size(); tries++) {
            int now = tries;
            until(() -> failing(webhook.id()).map(Parcel::attempts).orElse(0) == now);
            assertThat(receiver.requests()).hasSize(now);
            Duration pause = Lane.RETRIES.get(now - 1);
            if (pause.compareTo(MARGIN) > 0) {
                time.advance(pause.minus(MARGIN));
                assertThat(failing(webhook.id()).map(Parcel::attempts)).contains(now);
            }
            time.advance(MARGIN);
        }
        until(() -> !dead(webhook).isEmpty());
        assertThat(dead(webhook).getFirst().attempts()).isEqualTo(8);
        assertThat(dead(webhook).getFirst().error()).isEqualTo("answered 500");
        receiver.answers(() -> 200);
        List<String> lost = idsOfParcels(dead(webhook));
        live(1);
        until(() -> receiver.events().size() >= 5);
        assertThat(idsOf(receiver.events())).doesNotContainAnyElementsOf(lost);

        lanes.replay(webhook, dead(webhook).getFirst().events());
        until(() -> idsOf(receiver.events()).containsAll(lost));
    }

    private List<Parcel> dead(Webhook webhook) {
        return lanes.deliveries(webhook.id()).stream()
                .filter(parcel -> parcel.status() == Parcel.Status.DEAD)
                .toList();
    }

    private static List<String> idsOfParcels(List<Parcel> parcels) {
        return parcels.stream().flatMap(p -> p.events().stream()).map(EventId::toString).toList();
    }

    @Test
    void what_was_not_taken_is_told_after_a_restart_and_little_twice() {
        webhook(receiver.url(), ACCOUNT, 10);
        live(10);
        until(() -> idsOf(receiver.events()).containsAll(everything()));
        lanes.close();
        live(10);
        lanes = lanes();
        lanes.start();
        until(() -> idsOf(receiver.events()).containsAll(everything()));
        assertThat(idsOf(receiver.events())).isEqualTo(everything());
    }

    @Test
    void nothing_from_before_it_was_made_and_nothing_of_others_is_told() throws IOException {
        try (Receiver other = new Receiver()) {
            live(3);
            webhook(other.url(), "AC-other", 50);
            webhook(receiver.url());
            List<String> before = everything();
            live(3);
            until(() -> receiver.events().size() >= before.size());
            assertThat(idsOf(receiver.events())).doesNotContainAnyElementsOf(before);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void everything_since_a_moment_can_be_told_again() {
        Webhook webhook = webhook(receiver.url());
        live(3);
        List<String> early = everything();
        until(() -> idsOf(receiver.events()).equals(everything()));
        Instant moment = time.advance(Duration.ofSeconds(10));
        live(3);
        until(() -> idsOf(receiver.events()).equals(everything()));

        lanes.replay(webhook.id(), moment);

        List<String> late = everything().subList(early.size(), everything().size());
        until(() -> receiver.events().size() == early.size() + 2 * late.size());
        List<String> all = idsOf(receiver.events());
        assertThat(all.subList(early.size() + late.size(), all.size())).isEqualTo(late);
    }

    @Test
    void a_name_that_leads_elsewhere_after_it_was_saved_is_not_connected_to()
            throws InterruptedException {
        String url = receiver.url().replace("127.0.0.1", "hook.example");
        Webhook webhook = webhook(url);
        leadsTo.set("169.254.169.254");
        assertThat(lanes.test(webhook).error())
                .isEqualTo("the URL leads to an address that is not public");
        leadsTo.set("127.0.0.1");
        assertThat(lanes.test(webhook).ok()).isTrue();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_redirect_is_not_followed() throws InterruptedException {
        receiver.answers(() -> 302);
        Courier.Answer answer = lanes.test(webhook(receiver.url()));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.ok()).isFalse();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_changed_endpoint_is_tried_at_once() {
        Webhook webhook = webhook("http://127.0.0.1:1/");
        live(2);
        until(() -> failing(webhook.id()).isPresent());
        lanes.endpoints()
                .updateWebhook(
                        webhook.id(),
                        (old, now) ->
                                new Webhook(
                                        old.id(),
                                        old.account(),
                                        receiver.url(),
                                        old.types(),
                                        old.description(),
                                        old.secret(),
                                        old.batchSize(),
                                        old.createdAt(),
                                        now));
        until(() -> idsOf(receiver.events()).equals(everything()));
    }
}
