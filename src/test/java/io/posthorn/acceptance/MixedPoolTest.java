package io.posthorn.acceptance;

import static io.posthorn.acceptance.Mixed.SOON;
import static io.posthorn.acceptance.Mixed.phone;
import static io.posthorn.acceptance.Mixed.whatsappUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Behavior.Faults;
import io.posthorn.channel.simulator.Behavior.Handsets;
import io.posthorn.channel.simulator.Behavior.Receipts;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.message.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A pool with RCS, WhatsApp and SMS members: which channel a message takes, and what follows when
/// that is not enough.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MixedPoolTest {
    private static final Duration REVOCATION = Duration.ofSeconds(11); // and a little

    private Mixed mixed;
    private Client client;
    private String pool;
    private String hasty;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        mixed = new Mixed(folder);
        client = mixed.client;
        pool = mixed.pool("{}");
        hasty = mixed.pool("{\"fallbackAfterSeconds\": {\"RCS\": 1}}");
    }

    @AfterAll
    void stop() {
        mixed.close();
    }

    @AfterEach
    void behaveAgain() {
        mixed.carriers.resetBehaviors();
    }

    /// The phone gets RCS, and Google never hears of it.
    private void neverConfirms(String phone) {
        mixed.carriers.behave(
                Scope.phone(phone).on(Channel.RCS),
                Behavior.DEFAULT.with(Receipts.AT_ONCE.with(Faults.missing(1))));
    }

    private String statusOf(String operation, int attempt) {
        return client.only(operation).at("/attempts/" + attempt + "/status").asString("");
    }

    private void awaitRevoked(String phone) {
        await().atMost(SOON).until(() -> mixed.shown(phone, Channel.RCS).isEmpty());
    }

    @Test
    void an_rcs_phone_gets_rcs_and_nothing_else() {
        String phone = "+14155550131";

        JsonNode message = mixed.delivered(mixed.send(pool, phone(phone)));

        assertThat(message.get("attempts")).hasSize(1);
        assertThat(message.at("/attempts/0/channel").asString()).isEqualTo("RCS");
        assertThat(mixed.awaitShown(phone, Channel.RCS).text()).isEqualTo("hello");
        assertThat(mixed.shown(phone, Channel.SMS)).isEmpty();
    }

    @Test
    void a_phone_without_rcs_gets_sms_within_a_second_of_the_refusal() {
        String phone = MagicNumber.NOT_RCS_CAPABLE.number();
        long from = System.nanoTime();
        try (Stalls stalls = Stalls.watch()) {
            JsonNode message = mixed.delivered(mixed.send(pool, phone(phone)));
            double stalled = stalls.longest(from, System.nanoTime());

            assertThat(message.get("attempts")).hasSize(2);
            assertThat(message.at("/attempts/0/channel").asString()).isEqualTo("RCS");
            assertThat(message.at("/attempts/0/status").asString()).isEqualTo("FAILED");
            assertThat(message.at("/attempts/0/error/upstream").asString()).contains("RBM 404");
            assertThat(message.at("/attempts/1/channel").asString()).isEqualTo("SMS");
            assertThat(message.at("/attempts/1/status").asString()).isEqualTo("DELIVERED");
            Instant refused = Instant.parse(message.at("/attempts/0/updatedAt").asString());
            Received sms = mixed.awaitShown(phone, Channel.SMS);
            assertThat(Duration.between(refused, sms.receivedAt()).toMillis() / 1e3)
                    .isLessThan(1 + stalled);
        }
    }

    @Test
    void whom_rcs_did_not_reach_it_is_not_asked_about_again() {
        String phone = "+14155550132";
        mixed.carriers.behave(
                Scope.phone(phone), Behavior.DEFAULT.with(Handsets.MODERN.withRcs(0)));
        mixed.delivered(mixed.send(pool, phone(phone)));
        long asked = mixed.carriers.rcs().capabilityChecks();

        JsonNode again = mixed.delivered(mixed.send(pool, phone(phone)));

        assertThat(again.at("/attempts/1/channel").asString()).isEqualTo("SMS");
        assertThat(mixed.carriers.rcs().capabilityChecks()).isEqualTo(asked);
    }

    @Test
    void what_is_not_confirmed_in_time_is_revoked_and_followed_by_sms() {
        String phone = "+14155550133";
        neverConfirms(phone);
        String operation = mixed.send(hasty, phone(phone));
        Received rcs = mixed.awaitShown(phone, Channel.RCS);

        awaitRevoked(phone);
        assertThat(mixed.shown(phone, Channel.SMS)).as("a receipt may cross").isEmpty();
        mixed.server.advance(REVOCATION);

        JsonNode message = mixed.delivered(operation);
        assertThat(mixed.awaitShown(phone, Channel.SMS).text()).isEqualTo("hello");
        assertThat(message.at("/attempts/0/status").asString()).isEqualTo("UNDELIVERED");
        assertThat(message.at("/attempts/1/status").asString()).isEqualTo("DELIVERED");

        mixed.rcsTells("DELIVERED", rcs.carrierIds().getFirst(), phone);

        await().atMost(SOON).until(() -> statusOf(operation, 0).equals("DELIVERED"));
        String id = message.get("id").asString();
        assertThat(client.message(id).get("deliveredVia")).hasSize(2);
        assertThat(mixed.events(id))
                .filteredOn(type -> type.contains("deliver"))
                .containsExactly("undelivered", "delivered", "duplicate_delivery");
        assertThat(client.operation(operation).at("/stats/delivered").asInt()).isEqualTo(1);
    }

    @Test
    void a_receipt_that_crosses_the_revocation_spares_the_sms() {
        String phone = "+14155550134";
        neverConfirms(phone);
        String operation = mixed.send(hasty, phone(phone));
        Received rcs = mixed.awaitShown(phone, Channel.RCS);
        awaitRevoked(phone);

        mixed.rcsTells("DELIVERED", rcs.carrierIds().getFirst(), phone);

        JsonNode message = mixed.delivered(operation);
        mixed.server.advance(REVOCATION);
        mixed.delivered(mixed.send(pool, phone("+14155550135"))); // whatever was due has left
        assertThat(client.only(operation).get("attempts")).hasSize(1);
        assertThat(mixed.shown(phone, Channel.SMS)).isEmpty();
        assertThat(mixed.events(message.get("id").asString()))
                .filteredOn(type -> type.contains("deliver"))
                .containsExactly("delivered");
    }

    @Test
    void where_only_reading_counts_what_is_not_read_is_followed() {
        String reader = "+14155550136";
        String idler = "+14155550137";
        mixed.carriers.behave(
                Scope.phone(reader), Behavior.DEFAULT.with(Handsets.MODERN.reading(1, Delay.NONE)));
        String strict =
                mixed.pool(
                        """
                        {"fallbackAfterSeconds": {"RCS": 1}, "successStatus": {"RCS": "READ"}}\
                        """);

        String read = mixed.send(strict, phone(reader));
        String unread = mixed.send(strict, phone(idler));

        assertThat(client.awaitStatus(read, "READ", SOON).get("attempts")).hasSize(1);
        assertThat(mixed.awaitShown(idler, Channel.SMS).text()).isEqualTo("hello");
        assertThat(mixed.shown(idler, Channel.RCS)).as("he has it, unread").hasSize(1);
        assertThat(mixed.shown(reader, Channel.SMS)).isEmpty();
        assertThat(client.only(unread).get("attempts")).hasSize(2);
        mixed.delivered(unread);
    }

    @Test
    void the_addresses_of_a_person_are_tried_one_after_the_other() {
        String landline = MagicNumber.NOT_MOBILE.number();
        String person =
                "{\"addresses\": [%s, %s]}"
                        .formatted(phone(landline), whatsappUser("+14155550138"));
        String withoutRcs = client.pool("{}", List.of(mixed.sms, mixed.whatsapp));

        JsonNode message = mixed.delivered(mixed.send(withoutRcs, person));

        assertThat(message.at("/attempts/0/channel").asString()).isEqualTo("SMS");
        assertThat(message.at("/attempts/0/status").asString()).isEqualTo("UNDELIVERED");
        assertThat(message.at("/attempts/1/channel").asString()).isEqualTo("WHATSAPP");
        assertThat(mixed.awaitShown("+14155550138", Channel.WHATSAPP).text()).isEqualTo("hello");
    }

    @Test
    void a_request_may_leave_channels_out_and_rank_them() {
        String body =
                """
                {"from": {"senderPoolId": "%s", "channels": %s}, "to": [%s],
                 "content": {"text": "hello"}}\
                """;
        String person =
                "{\"addresses\": [%s, %s]}"
                        .formatted(phone("+14155550139"), whatsappUser("+14155550139"));
        String smsOnly = body.formatted(pool, "{\"filterIn\": [\"SMS\"]}", person);
        String whatsappFirst =
                body.formatted(
                        pool,
                        """
                        {"priority": [{"channel": "WHATSAPP", "priority": 0},
                                      {"channel": "SMS", "priority": 7}]}\
                        """,
                        person);

        JsonNode bySms = mixed.delivered(mixed.post(smsOnly));
        JsonNode byWhatsapp = mixed.delivered(mixed.post(whatsappFirst));

        assertThat(bySms.at("/attempts/0/channel").asString()).isEqualTo("SMS");
        assertThat(byWhatsapp.at("/attempts/0/channel").asString()).isEqualTo("WHATSAPP");
        assertThat(bySms.get("attempts")).hasSize(1);
        assertThat(byWhatsapp.get("attempts")).hasSize(1);
    }

    @Test
    void whom_no_sender_can_reach_is_unaddressable_and_counted_as_that() {
        String whatsappOnly = client.pool("{}", List.of(mixed.whatsapp));

        String operation =
                mixed.send(whatsappOnly, whatsappUser("+14155550140"), phone("+14155550140"));

        JsonNode stats = client.awaitCompleted(operation, SOON);
        assertThat(stats.get("total").asInt()).isEqualTo(2);
        assertThat(stats.get("recipients").asInt()).isEqualTo(2);
        assertThat(stats.get("unaddressable").asInt()).isEqualTo(1);
        assertThat(stats.get("attempts").asInt()).isEqualTo(1);
        assertThat(stats.get("delivered").asInt()).isEqualTo(1);
        assertThat(stats.get("failed").asInt()).as("it was never tried").isZero();
    }

    @Test
    void a_campaign_asks_about_all_its_phones_at_once() {
        mixed.carriers.behave(
                Scope.EVERYWHERE.on(Channel.RCS),
                Behavior.DEFAULT.with(Handsets.MODERN.withRcs(0.4)));
        List<String> phones = Client.phones(500_000, 600);
        long asked = mixed.carriers.rcs().capabilityChecks();
        String later = Instant.now().plus(Duration.ofHours(1)).toString();

        String operation =
                client.send(
                        pool, "sale", phones, ", \"schedule\": {\"sendAt\": \"" + later + "\"}");
        await().atMost(SOON).until(() -> mixed.carriers.rcs().bulkChecks() == 1);
        mixed.server.advance(Duration.ofHours(1));

        JsonNode stats = client.awaitCompleted(operation, SOON);
        await().atMost(SOON)
                .until(() -> client.operation(operation).at("/stats/delivered").asInt() == 600);
        assertThat(stats.get("total").asInt()).isEqualTo(600);
        assertThat(mixed.carriers.rcs().capabilityChecks()).isEqualTo(asked);
        List<Received> sale =
                mixed.carriers.phones().inbox().stream()
                        .filter(message -> message.text().equals("sale"))
                        .toList();
        assertThat(sale.stream().map(Received::to).collect(Collectors.toSet())).hasSize(600);
        assertThat(sale.stream().filter(m -> m.channel() == Channel.RCS).count())
                .isBetween(180L, 300L);
    }

    @Test
    void a_card_of_a_module_arrives_personalized() {
        String body =
                """
                {"from": {"senderPoolId": "%s"},
                 "to": [{"address": "+14155550141", "channel": "PHONE", "variables": {"n": "Ada"}}],
                 "content": {"modules": [{"rcs": {"richCard": {"standaloneCard": {
                   "cardOrientation": "VERTICAL", "cardContent": {"title": "Hi {{ n }}"}}}}}]}}\
                """
                        .formatted(pool);

        mixed.delivered(mixed.post(body));

        Received card = mixed.awaitShown("+14155550141", Channel.RCS);
        assertThat(card.text()).isEqualTo("Hi Ada");
        assertThat(Client.JSON.readTree(card.screen().content()).at("/richCard/standaloneCard"))
                .isNotEmpty();
    }
}
