package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.Channel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Emails from the API to mailboxes and back, over the production connector and a mail server on a
/// real socket. Each test has people of its own.
class EmailDeliveryTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SECRET = "mail-secret-of-tests";
    private static final String SHOP = "shop@posthorn.example";
    private static final String NEWS = "news@posthorn.example";

    private static RunningServer server;
    private static Client client;
    private static Carriers carriers;
    private static String connection;
    private static String pool;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        carriers = Carriers.beside(Smsc.start(Behavior.DEFAULT));
        carriers.start();
        server = RunningServer.in(folder);
        client = server.client();
        connection = connection("good");
        String failing = connection("failing");
        carriers.behave(
                Scope.connection("failing").on(Channel.EMAIL),
                Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.failing(1, 451)));
        carriers.mail().callback(URI.create(callbacks(connection)), SECRET);
        sender(SHOP, connection);
        pool =
                client.pool(
                        "{}",
                        List.of(sender("a@posthorn.example", failing), sender(NEWS, connection)));
    }

    @AfterAll
    static void stop() {
        server.close();
        carriers.close();
    }

    private static String callbacks(String id) {
        return client.base() + "/v1/Callbacks/" + id;
    }

    private static String connection(String user) {
        String id =
                client.post(
                                "/v1/Connections",
                                """
                                {"name": "%s", "type": "SMTP", "settings": {
                                 "host": "127.0.0.1", "port": %d, "security": "NONE",
                                 "username": "%s", "password": "any", "signingSecret": "%s",
                                 "bounceAddress": "bounce@posthorn.example"}}\
                                """
                                        .formatted(user, carriers.mail().port(), user, SECRET))
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
        client.patch(
                        "/v1/Connections/" + id,
                        """
                        {"settings": {"callbackUrl": "%s"}}\
                        """
                                .formatted(callbacks(id)))
                .expect(200);
        client.awaitState(id, "CONNECTED");
        return id;
    }

    private static String sender(String address, String on) {
        return client.post(
                        "/v1/Senders",
                        """
                        {"address": "%s", "channel": "EMAIL", "connectionId": "%s",
                         "displayName": "The shop", "throughput": 100}\
                        """
                                .formatted(address, on))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private static String send(String from, String to) {
        return client.post(
                        "/v1/Emails",
                        """
                        {"from": %s, "to": [{"address": "%s", "variables": {"n": "Ada"}}],
                         "content": {"subject": "Hi {{ n }} ✓", "html": "<p>Hello <b>{{ n }}</b></p>"}}\
                        """
                                .formatted(from, to))
                .expect(202)
                .json()
                .get("operationId")
                .asString();
    }

    private static String sendFromShop(String to) {
        return send("{\"address\": \"" + SHOP + "\"}", to);
    }

    private static JsonNode awaitStatus(String operation, String status) {
        return await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> email(operation),
                        email -> email.path("status").asString("").equals(status));
    }

    private static JsonNode email(String operation) {
        String id =
                client.get("/v1/Emails?operationId=" + operation)
                        .expect(200)
                        .json()
                        .at("/emails/0/id")
                        .asString();
        return client.get("/v1/Emails/" + id).expect(200).json();
    }

    private static Received received(String mailbox) {
        return carriers.phones().inbox(Phones.Filter.to(mailbox)).getFirst();
    }

    @Test
    void an_email_arrives_as_it_was_written_and_its_delivery_is_told() throws Exception {
        awaitStatus(sendFromShop("ada@example.net"), "DELIVERED");

        Received mail = received("ada@example.net");
        JsonNode shown = Client.JSON.readTree(mail.screen().content());
        assertThat(mail.channel()).isEqualTo(Channel.EMAIL);
        assertThat(mail.from()).isEqualTo(SHOP);
        assertThat(shown.get("subject").asString()).isEqualTo("Hi Ada ✓");
        assertThat(shown.get("html").asString()).isEqualTo("<p>Hello <b>Ada</b></p>");
        assertThat(mail.text()).isEqualTo("Hello Ada");
        assertThat(shown.at("/headers/From").asString()).isEqualTo("The shop <" + SHOP + ">");
    }

    @Test
    void an_email_that_bounces_is_undelivered_and_says_why() {
        JsonNode email = awaitStatus(sendFromShop("bounce@bounced.example"), "UNDELIVERED");

        assertThat(email.toString()).contains("SMTP 5.1.1");
    }

    @Test
    void an_unknown_mailbox_fails_at_once() {
        JsonNode email = awaitStatus(sendFromShop("no-such-mailbox@refused.example"), "FAILED");

        assertThat(email.toString()).contains("SMTP 550 5.1.1");
    }

    @Test
    void what_is_deferred_is_delivered_in_the_end() {
        awaitStatus(sendFromShop("deferred@late.example"), "DELIVERED");
    }

    @Test
    void after_one_click_nothing_more_is_sent() throws Exception {
        String person = "grace@example.net";
        awaitStatus(sendFromShop(person), "DELIVERED");
        String link =
                Client.JSON
                        .readTree(received(person).screen().content())
                        .at("/headers/List-Unsubscribe")
                        .asString()
                        .replaceAll("[<>]", "");

        assertThat(click("GET", link)).isEqualTo(200);
        assertThat(click("POST", link.replaceFirst("signature=..", "signature=00"))).isIn(403, 400);
        awaitStatus(sendFromShop(person), "DELIVERED");

        assertThat(click("POST", link)).isEqualTo(200);
        JsonNode refused = awaitStatus(sendFromShop(person), "FAILED");
        assertThat(refused.toString()).contains("21610");
    }

    private static int click(String method, String link) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            var body =
                    method.equals("POST")
                            ? HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click")
                            : HttpRequest.BodyPublishers.noBody();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(link))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .method(method, body)
                            .build();
            return browser.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void who_complains_gets_nothing_more() {
        String person = "complaint@angry.example";
        awaitStatus(sendFromShop(person), "DELIVERED");
        await().atMost(SOON)
                .until(() -> client.get("/v1/OptOuts").expect(200).text().contains(person));

        assertThat(awaitStatus(sendFromShop(person), "FAILED").toString()).contains("21610");
    }

    @Test
    void a_server_that_fails_is_left_for_another() {
        String operation = send("{\"senderPoolId\": \"" + pool + "\"}", "hopper@example.net");

        awaitStatus(operation, "DELIVERED");
        assertThat(received("hopper@example.net").from()).isEqualTo(NEWS);
    }

    @Test
    void what_people_answer_is_kept_and_what_machines_answer_is_not() {
        awaitStatus(sendFromShop("vacation@away.example"), "DELIVERED");

        assertThat(carriers.reply(Channel.EMAIL, "linus@example.net", SHOP, "Thank you!")).isTrue();

        await().atMost(SOON).until(() -> inbound().contains("linus@example.net"));
        assertThat(inbound()).doesNotContain("vacation@away.example");
    }

    private static String inbound() {
        return client.get("/v1/Emails?status=INBOUND").expect(200).text()
                + client.get("/v1/Messages?status=INBOUND").expect(200).text();
    }

    @Test
    void settings_that_belong_together_are_shown_together_and_hide_their_secrets() {
        JsonNode settings =
                client.get("/v1/Connections/" + connection).expect(200).json().get("settings");

        assertThat(settings.at("/dkim/domain").asString()).isEmpty();
        assertThat(settings.get("signingSecret").asString()).isEqualTo("********");
        assertThat(settings.toString()).doesNotContain(SECRET);
        assertThat(
                        client.patch(
                                        "/v1/Connections/" + connection,
                                        "{\"settings\": {\"dkim\": {\"domain\": \"x.example\"}}}")
                                .status())
                .isEqualTo(400);
        assertThat(Optional.of(settings.get("port").asInt())).hasValue(carriers.mail().port());
    }
}
