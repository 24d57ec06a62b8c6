package io.posthorn.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/// What who runs the server does in the console: each test in a pool of its own.
@Tag("browser")
@ResourceLock("browser")
@ExtendWith(Visits.class)
class ConsoleOperatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// A pool of three senders over a connection of their own, as fast as `rate`.
    private record Pool(String id, List<String> addresses) {

        static Pool of(Client api, String name, int first, double rate) {
            String connection = api.connection(name, carrier(api));
            api.awaitState(connection, "CONNECTED");
            List<String> addresses =
                    IntStream.range(first, first + 3).mapToObj(n -> "+1206555" + n).toList();
            List<String> senders =
                    addresses.stream().map(each -> api.sender(each, connection, rate)).toList();
            return new Pool(api.pool("{}", senders), addresses);
        }

        private static int carrier(Client api) {
            return api.get("/v1/Connections")
                    .json()
                    .get("connections")
                    .valueStream()
                    .filter(each -> each.get("name").asString().equals("simulator"))
                    .findFirst()
                    .orElseThrow()
                    .at("/settings/port")
                    .asInt();
        }
    }

    @Test
    void who_kills_a_sender_sees_the_traffic_move_and_why(Visit visit) {
        Pool pool = Pool.of(visit.api(), "dying", 3001, 50);
        String dead = pool.addresses().getFirst();

        visit.signedIn().open("simulator");
        visit.field("How the carrier treats " + dead).selectOption("Refuses everything");
        assertThat(visit.row(dead.substring(1))).containsText("a dead sender");
        List<String> phones = Client.phones(5_000, 120);
        String operation = visit.api().send(pool.id(), "moves on", phones);

        visit.open("operations/" + operation);
        assertThat(visit.text("120 delivered")).isVisible();
        visit.open("pools/" + pool.id());
        assertThat(visit.row(dead.substring(1))).containsText("Resting");
        assertThat(visit.row(dead.substring(1)).locator(".why")).not().isEmpty();

        JsonNode moved =
                visit.api().messages(operation).stream()
                        .filter(message -> message.get("attempts").size() > 1)
                        .findFirst()
                        .orElseThrow();
        visit.open("messages/" + moved.get("id").asString());
        assertThat(visit.page().locator(".timeline")).containsText("Judged: a passing fault");
        assertThat(visit.page().locator(".passed").last())
                .containsText(dead + " has failed this message, others have not");
    }

    @Test
    void weights_tiers_and_switches_are_changed_in_place(Visit visit) {
        Pool pool = Pool.of(visit.api(), "weighed", 3011, 10);
        String first = pool.addresses().getFirst();
        visit.signedIn().open("pools/" + pool.id());

        visit.field("Weight of " + first).fill("2.5");
        visit.field("Weight of " + first).press("Enter");
        assertThat(visit.page().locator(".toast").last()).hasText(first + ": weight 2.5");
        visit.field("Tier of " + first).fill("1");
        visit.field("Tier of " + first).press("Enter");
        assertThat(visit.page().locator(".toast").last()).hasText(first + ": tier 1");
        await().atMost(PATIENCE).untilAsserted(() -> assertMember(visit, pool, first, 2.5, 1));

        visit.button("Drain " + first).click();
        assertThat(visit.row(first.substring(1))).containsText("Draining");
        assertMember(visit, pool, first, 0, 1);

        visit.field("Weight of " + first).fill("-1");
        visit.field("Weight of " + first).press("Enter");
        assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("weight");
        visit.expectComplaint("400");
    }

    private static void assertMember(
            Visit visit, Pool pool, String address, double weight, int tier) {
        JsonNode member =
                visit.api()
                        .get("/v1/SenderPools/" + pool.id() + "/Senders")
                        .json()
                        .get("senders")
                        .valueStream()
                        .filter(each -> each.get("address").asString().equals(address))
                        .findFirst()
                        .orElseThrow();
        assertThat(member.get("weight").asDouble()).isEqualTo(weight);
        assertThat(member.get("tier").asInt()).isEqualTo(tier);
    }

    @Test
    void what_if_is_drawn_before_anything_happens(Visit visit) {
        Pool pool = Pool.of(visit.api(), "foreseen", 3021, 10);
        visit.signedIn().open("pools/" + pool.id());

        visit.field("Out of order").selectOption(pool.addresses().getFirst());
        visit.button("Simulate").click();

        assertThat(visit.page().locator(".share-row")).hasCount(3);
        assertThat(visit.page().locator(".share-row").filter(with(pool.addresses().getFirst())))
                .containsText("0 %");
        assertThat(visit.page().locator(".chart .curve")).hasCount(2);
        assertThat(visit.page().locator(".chart").getAttribute("aria-label"))
                .contains("as it is: half leave within", "then: half leave within");
    }

    private static Locator.FilterOptions with(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void a_webhook_shows_its_deliveries_and_tells_again(Visit visit) throws IOException {
        AtomicInteger told = new AtomicInteger();
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/events",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    told.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        receiver.start();
        try {
            visit.signedIn().open("webhooks");
            visit.button("New webhook").first().click();
            visit.field("Address")
                    .fill("http://127.0.0.1:" + receiver.getAddress().getPort() + "/events");
            visit.button("Create").click();
            assertThat(visit.page().locator(".secret")).containsText("whsec_");
            visit.button("I have kept it").click();

            visit.button("Test").click();
            assertThat(visit.text("Answered 200")).isVisible();
            visit.api().send(visit.pool(), "told", List.of("+14155557003"));
            assertThat(visit.row("Delivered").first()).containsText("200");

            int before = told.get();
            visit.row("Delivered").first().getByText("Resend").click();
            assertThat(visit.page().locator(".toast").last()).hasText("Told again");
            await().atMost(PATIENCE).until(() -> told.get() > before);
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void who_cancels_an_operation_stops_what_has_not_left(Visit visit) {
        Pool pool = Pool.of(visit.api(), "canceled", 3031, 1);
        String operation = visit.api().send(pool.id(), "never mind", Client.phones(6_000, 300));

        visit.signedIn().open("operations/" + operation);
        assertThat(visit.page().locator(".progress-head")).containsText("done in about");
        visit.button("Cancel the rest").click();
        visit.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel the rest"))
                .click();

        assertThat(visit.page().locator(".legend")).containsText("canceled");
        JsonNode stats = visit.api().awaitCompleted(operation, PATIENCE);
        assertThat(stats.get("canceled").asInt()).isPositive();
    }

    @Test
    void a_connection_is_made_by_the_form_of_its_type(Visit visit) {
        visit.signedIn().open("connections");
        visit.button("New connection").click();
        visit.field("Name").fill("by hand");
        visit.field("Type").selectOption("SMPP");
        visit.button("Create").click();
        assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("host");
        visit.expectComplaint("400");

        visit.field("Host").fill("127.0.0.1");
        visit.field("System id").fill("hand");
        visit.field("Password").fill("never shown");
        visit.button("Create").click();

        assertThat(visit.heading("by hand")).isVisible();
        assertThat(visit.page().locator("main")).not().containsText("never shown");
    }

    @Test
    void events_are_seen_as_they_happen(Visit visit) {
        Page page = visit.signedIn().open("events").page();
        assertThat(page.locator(".live.on")).isVisible();

        visit.api().send(visit.pool(), "seen", List.of("+14155557004"));

        Locator delivered =
                page.locator(".events li")
                        .filter(with("+14155557004"))
                        .filter(with("Message delivered"));
        delivered.locator("summary").click();
        assertThat(delivered.locator("pre")).containsText("CommsApi.MessageDelivered");
    }

    @Test
    void an_opt_out_is_recorded_and_taken_back(Visit visit) {
        visit.signedIn().open("optouts");
        visit.button("Record one").click();
        visit.field("Address").fill("+14155557005");
        visit.button("Record").click();
        assertThat(visit.page().getByRole(AriaRole.DIALOG)).hasCount(0);
        visit.field("Search opt-outs by address").fill("+14155557005");
        visit.button("Search").click();
        assertThat(visit.row("14155557005")).containsText("the whole account");

        visit.button("Let +14155557005 in again").click();
        visit.page().getByRole(AriaRole.DIALOG).getByText("Let in again", exactly()).click();
        assertThat(visit.text("Not opted out")).isVisible();
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    @Test
    void a_sender_is_tested_from_its_page(Visit visit) {
        Pool pool = Pool.of(visit.api(), "tested", 3041, 10);
        visit.signedIn().open("senders");
        visit.link(pool.addresses().getFirst()).click();
        visit.button("Test").click();
        visit.field("To").fill("+14155557006");
        visit.button("Send the test").click();
        assertThat(visit.text("1 delivered")).isVisible();
    }
}
