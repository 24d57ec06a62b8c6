package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Notifications over the production connectors, to simulated services that speak Firebase's and
/// Apple's protocols.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GONE = "15005550001"; // the digits of a magic number
    private static final String THROTTLED = "15005550103";

    private RunningServer server;
    private Client client;
    private Carriers carriers;
    private String fcm;
    private String apn;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        carriers = Carriers.beside(Smsc.start(Behavior.DEFAULT));
        carriers.start();
        server = RunningServer.in(folder);
        client = server.client();
        fcm = credential("FCM", carriers.fcm().settings());
        apn = credential("APN", carriers.apns().settings("com.example.app"));
        client.get("/v1/Connections")
                .json()
                .get("connections")
                .forEach(each -> client.awaitState(each.get("id").asString(), "CONNECTED"));
    }

    @AfterAll
    void stop() {
        server.close();
        carriers.close();
    }

    private String credential(String type, Map<String, String> content) {
        return client.post(
                        "/v1/PushNotifications/Credentials",
                        Client.JSON.writeValueAsString(
                                Map.of("credentialType", type, "content", content)))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private String send(String to, String more) {
        return client.post(
                        "/v1/PushNotifications",
                        """
                        {"to": [%s], "content": {"title": "Hi", "body": "It is {{ what | default: 'here' }}"}%s}\
                        """
                                .formatted(to, more))
                .expect(202)
                .json()
                .get("operationId")
                .asString();
    }

    private static String device(String provider, String token) {
        return "{\"provider\": \"%s\", \"token\": \"%s\", \"variables\": {\"what\": \"there\"}}"
                .formatted(provider, token);
    }

    /// The notifications of an operation, newest first, once none is on its way.
    private List<JsonNode> ended(String operation) {
        await().atMost(SOON)
                .until(() ->
                        client.get("/v1/PushNotifications/Operations/" + operation)
                                .json()
                                .get("status")
                                .asString()
                                .equals("COMPLETED"));
        return client.get("/v1/PushNotifications?operationId=" + operation)
                .json()
                .get("pushNotifications")
                .valueStream()
                .map(each ->
                        client.get("/v1/PushNotifications/" + each.get("id").asString()).json())
                .toList();
    }

    private List<Received> inbox(String address) {
        return carriers.phones().inbox(Phones.Filter.to(address));
    }

    @Test
    void an_android_and_an_apple_device_show_what_was_said() {
        String token = "00ff11";
        List<JsonNode> both =
                ended(send(device("FCM", "android-1") + "," + device("APN", token), ""));

        assertThat(both).extracting(each -> each.get("status").asString()).containsOnly("SENT");
        for (String address : List.of("FCM:android-1", "APN:" + token)) {
            assertThat(inbox(address))
                    .singleElement()
                    .satisfies(shown -> {
                        assertThat(shown.channel()).isEqualTo(Channel.PUSH);
                        assertThat(shown.text()).isEqualTo("Hi\nIt is there");
                    });
        }
        assertThat(both.getLast().get("attempts").get(0).get("status").asString())
                .isEqualTo("SENT");
    }

    @Test
    void each_service_is_asked_for_its_own_devices_only() {
        int firebase = carriers.fcm().traffic().submits().size();

        ended(
                send(
                        device("APN", "00ff22"),
                        ", \"from\": {\"fcm\": \"%s\", \"apn\": \"%s\"}".formatted(fcm, apn)));
        List<JsonNode> none =
                ended(
                        send(
                                device("APN", "00ff23"),
                                ", \"from\": {\"fcm\": \"%s\"}".formatted(fcm)));

        assertThat(carriers.fcm().traffic().submits()).hasSize(firebase);
        assertThat(none.getFirst().get("error").get("code").intValue()).isEqualTo(21703);
        assertThat(inbox("APN:00ff23")).isEmpty();
    }

    @Test
    void a_device_that_is_gone_is_forgotten_and_the_next_one_tried() {
        String user = register("FCM", "android-2", "");
        String own = ", \"userId\": \"%s\"".formatted(user);
        register("APN", "00ff" + GONE, own);
        register("FCM", GONE, own);

        JsonNode one = ended(send("{\"userId\": \"%s\"}".formatted(user), "")).getFirst();

        assertThat(one.get("status").asString()).isEqualTo("SENT");
        assertThat(one.get("attempts"))
                .extracting(attempt -> attempt.get("status").asString())
                .containsExactly("FAILED", "FAILED", "SENT");
        assertThat(inbox("FCM:android-2")).hasSize(1);
        assertThat(devices(user)).containsExactly("android-2");
    }

    private String register(String provider, String token, String more) {
        return client.post(
                        "/v1/PushNotifications/DeviceRegistrations",
                        "{\"provider\": \"%s\", \"token\": \"%s\"%s}"
                                .formatted(provider, token, more))
                .expect(201)
                .json()
                .get("userId")
                .asString();
    }

    private List<String> devices(String user) {
        return client.get("/v1/PushNotifications/DeviceRegistrations?userId=" + user)
                .json()
                .get("deviceRegistrations")
                .get(0)
                .get("devices")
                .valueStream()
                .map(device -> device.get("token").asString())
                .toList();
    }

    @Test
    void what_a_service_throttles_is_sent_when_it_lets_it() {
        String address = "FCM:" + THROTTLED;

        JsonNode one = ended(send(device("FCM", THROTTLED), "")).getFirst();

        assertThat(one.get("status").asString()).isEqualTo("SENT");
        assertThat(one.get("attempts")).hasSize(1);
        assertThat(inbox(address)).hasSize(1);
        assertThat(carriers.fcm().traffic().submits(each -> each.to().equals(address))).hasSize(4);
    }
}
