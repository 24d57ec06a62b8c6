package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.TestServiceAccount;
import io.posthorn.message.Operation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PushNotificationsTest extends SendingContract {

    private String fcm = "";

    PushNotificationsTest() {
        super(Operation.Kind.PUSH_NOTIFICATION, "/v1/PushNotifications", "pushNotifications");
    }

    @Override
    void prepare() {
        fcm = credential("default");
    }

    private String credential(String app) {
        String account = TestServiceAccount.json(URI.create("http://localhost:1/token"));
        RunningApi.Answer made =
                api.post(
                        "/v1/PushNotifications/Credentials",
                        RunningApi.JSON.writeValueAsString(
                                Map.of(
                                        "credentialType",
                                        "FCM",
                                        "appName",
                                        app,
                                        "content",
                                        RunningApi.JSON.readTree(account))));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("id").asString();
    }

    @Override
    String request(String recipients, String more) {
        return """
        {"to": [%s], "content": {"title": "Hi {{ firstName }}", "body": "It is {{ firstName }}"},
         "priority": "low", "sound": "chime.caf"%s}\
        """
                .formatted(recipients, more);
    }

    @Override
    String reachable(int number) {
        return """
        {"token": "token-%d", "provider": "FCM", "variables": {"firstName": "Ada"}}\
        """
                .formatted(number);
    }

    @Override
    String unreachable() {
        return "{\"token\": \"00ff\", \"provider\": \"APN\", \"variables\": {\"firstName\": \"A\"}}";
    }

    @Override
    void showsContent(JsonNode fetched) {
        assertThat(fetched.get("content").toString())
                .isEqualTo("{\"title\":\"Hi Ada\",\"body\":\"It is Ada\"}");
        assertThat(fetched.get("to").toString())
                .isEqualTo("{\"token\":\"token-1\",\"provider\":\"FCM\"}");
        assertThat(fetched.get("priority").asString()).isEqualTo("LOW");
        assertThat(fetched.get("sound").asString()).isEqualTo("chime.caf");
    }

    @Override
    String address(JsonNode shown) {
        return "FCM:" + shown.get("to").get("token").asString();
    }

    @Override
    List<String> counters() {
        return List.of(
                "total",
                "recipients",
                "attempts",
                "unaddressable",
                "scheduled",
                "queued",
                "sent",
                "failed",
                "canceled");
    }

    @Override
    String readStatus() {
        return "SENT";
    }

    @Override
    @Test
    @Disabled("nobody tells that a notification was looked at")
    void that_somebody_looked_at_it_is_said_in_its_own_word() {}

    private String user(String... tokens) {
        String user = "";
        for (String token : tokens) {
            String who = user.isEmpty() ? "" : ", \"userId\": \"%s\"".formatted(user);
            user = register(token, who).get("userId").asString();
        }
        return user;
    }

    private JsonNode register(String token, String more) {
        RunningApi.Answer made =
                api.post(
                        "/v1/PushNotifications/DeviceRegistrations",
                        "{\"token\": \"%s\", \"provider\": \"%s\"%s}"
                                .formatted(token, token.startsWith("00ff") ? "APN" : "FCM", more));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private JsonNode sent(String to, String more) {
        RunningApi.Answer accepted =
                api.post(
                        "/v1/PushNotifications",
                        "{\"to\": [%s], \"content\": {\"body\": \"Hi\"}%s}".formatted(to, more));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return api.get(
                        "/v1/PushNotifications?operationId="
                                + accepted.json().get("operationId").asString())
                .json()
                .get("pushNotifications");
    }

    private static String to(String user) {
        return "{\"userId\": \"%s\"}".formatted(user);
    }

    @Test
    void a_persons_devices_are_the_addresses_of_one_notification() {
        String user = user("a-1", "a-2");
        JsonNode one = sent(to(user), "");

        assertThat(one).hasSize(1);
        assertThat(one.get(0).get("to").toString())
                .isEqualTo("{\"userId\":\"%s\"}".formatted(user));
        JsonNode preview =
                api.post(
                                "/v1/PushNotifications/Preview",
                                "{\"to\": [%s], \"content\": {\"body\": \"Hi\"}}"
                                        .formatted(to(user)))
                        .json()
                        .get("pushNotifications")
                        .get(0);
        assertThat(preview.get("steps"))
                .extracting(step -> step.get("to").get("address").asString())
                .containsExactlyInAnyOrder("FCM:a-2", "FCM:a-1");
        assertThat(preview.get("content").toString()).isEqualTo("{\"body\":\"Hi\"}");
    }

    @Test
    void a_person_without_a_device_of_the_app_is_unaddressable() {
        String stranger = "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8";
        String apple = user("00ff11");
        String other = register("b-1", ", \"appName\": \"default\"").get("userId").asString();

        JsonNode three =
                sent(
                        Stream.of(stranger, apple, other)
                                .map(PushNotificationsTest::to)
                                .reduce((a, b) -> a + "," + b)
                                .orElseThrow(),
                        "");

        assertThat(three)
                .extracting(each -> each.get("status").asString())
                .containsExactly("QUEUED", "FAILED", "FAILED");
    }

    @Test
    void a_person_is_notified_on_the_devices_of_the_app_it_is_from() {
        String other = credential("other_app");
        String user = register("d-1", ", \"appName\": \"other_app\"").get("userId").asString();

        assertThat(sent(to(user), "").get(0).get("status").asString()).isEqualTo("FAILED");
        assertThat(
                        sent(to(user), ", \"from\": {\"fcm\": \"%s\"}".formatted(other))
                                .get(0)
                                .get("status")
                                .asString())
                .isEqualTo("QUEUED");
    }

    @Test
    void a_list_is_narrowed_to_a_person_and_to_a_service() {
        String user = user("c-1");
        String id = sent(to(user), "").get(0).get("id").asString();

        assertThat(api.get("/v1/PushNotifications?user=" + user).json().get("pushNotifications"))
                .extracting(each -> each.get("id").asString())
                .containsExactly(id);
        assertThat(
                        api.get("/v1/PushNotifications?provider=APN&user=" + user)
                                .json()
                                .get("pushNotifications"))
                .isEmpty();
        assertThat(
                        api.get("/v1/PushNotifications?provider=fcm&user=" + user)
                                .json()
                                .get("pushNotifications"))
                .hasSize(1);
    }

    @Test
    void it_is_sent_from_credentials_a_sender_or_a_pool() {
        String sender =
                api.get("/v1/Senders?channel=PUSH")
                        .json()
                        .get("senders")
                        .valueStream()
                        .filter(each -> each.get("address").asString().equals(fcm))
                        .findFirst()
                        .orElseThrow()
                        .get("id")
                        .asString();

        JsonNode byCredential = sent(reachable(1), ", \"from\": {\"fcm\": \"%s\"}".formatted(fcm));
        JsonNode bySender =
                sent(reachable(1), ", \"from\": {\"senderId\": \"%s\"}".formatted(sender));
        JsonNode byPool =
                sent(
                        reachable(1),
                        ", \"from\": {\"senderPoolId\": \"%s\"}".formatted(api.pool(sender)));

        assertThat(byCredential.get(0).get("from").get("senderId").asString()).isEqualTo(sender);
        assertThat(bySender.get(0).get("from").get("senderId").asString()).isEqualTo(sender);
        assertThat(byPool.get(0).get("from").has("senderPoolId")).isTrue();
        assertThat(byPool.get(0).get("status").asString()).isEqualTo("QUEUED");
    }

    @Test
    void two_credentials_of_one_app_are_a_pool_made_once() {
        String first = credential("pair");
        String apple = appleCredential("pair");
        String from = ", \"from\": {\"fcm\": \"%s\", \"apn\": \"%s\"}".formatted(first, apple);

        List<String> pools =
                IntStream.range(0, 2)
                        .mapToObj(_ ->
                                sent(reachable(1) + ", " + unreachable(), from)
                                        .get(1)
                                        .get("from")
                                        .get("senderPoolId")
                                        .asString())
                        .toList();

        assertThat(pools.getFirst()).isEqualTo(pools.getLast());
        assertThat(
                        api.get("/v1/SenderPools/" + pools.getFirst() + "/Senders")
                                .json()
                                .get("senders"))
                .extracting(each -> each.get("kind").asString())
                .containsExactlyInAnyOrder("FCM", "APNS");
    }

    private String appleCredential(String app) {
        RunningApi.Answer made =
                api.post(
                        "/v1/PushNotifications/Credentials",
                        PushDirectoryTest.apple("APN", ", \"appName\": \"%s\"".formatted(app)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("id").asString();
    }
}
