package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.TestServiceAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Apps, credentials, users and the registrations of devices.
class PushDirectoryTest {

    private static final String CREDENTIALS = "/v1/PushNotifications/Credentials";
    private static final String APPS = "/v1/PushNotifications/Apps";
    private static final String USERS = "/v1/PushNotifications/Users";
    private static final String REGISTRATIONS = "/v1/PushNotifications/DeviceRegistrations";
    private static final String FIREBASE =
            TestServiceAccount.json(URI.create("http://localhost:1/token"));

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    /// A request to make an app known to Apple, as the contract has it.
    static String apple(String type, String more) {
        String pem = pem();
        int end = pem.indexOf("-----BEGIN PRIVATE KEY");
        return """
        {"credentialType": "%s", "content": {"certificate": "%s", "privateKey": "%s"}%s}\
        """
                .formatted(type, base64(pem.substring(0, end)), base64(pem.substring(end)), more);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String pem() {
        try (InputStream in =
                Objects.requireNonNull(
                        PushDirectoryTest.class.getResourceAsStream("/tls/apns-app.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode made(String path, String body) {
        RunningApi.Answer made = api.post(path, body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private JsonNode firebase(String more) {
        return made(
                CREDENTIALS,
                "{\"credentialType\": \"FCM\", \"content\": %s%s}".formatted(FIREBASE, more));
    }

    private static String id(JsonNode of) {
        return of.get("id").asString();
    }

    private JsonNode fetched(JsonNode credential) {
        return api.get(CREDENTIALS + "/" + id(credential)).json();
    }

    private boolean isDefault(JsonNode credential) {
        return fetched(credential).get("isDefault").booleanValue();
    }

    @Test
    void a_credential_is_a_push_sender_and_a_connection_and_shows_no_secret() {
        JsonNode apple = made(CREDENTIALS, apple("APN_SANDBOX", ""));

        JsonNode sender = api.get("/v1/Senders?channel=PUSH").json().get("senders").get(0);
        assertThat(sender.get("address").asString()).isEqualTo(id(apple));
        assertThat(sender.get("displayName").asString()).isEqualTo("default");
        assertThat(sender.get("kind").asString()).isEqualTo("APNS");
        JsonNode connection =
                api.get("/v1/Connections/" + sender.get("connectionId").asString()).json();
        assertThat(connection.get("type").asString()).isEqualTo("APNS");
        assertThat(connection.get("settings").get("baseUrl").asString())
                .isEqualTo("https://api.sandbox.push.apple.com");
        assertThat(connection.get("settings").get("privateKey").asString()).isEqualTo("********");
        assertThat(connection.get("settings").get("certificate").asString()).isEqualTo("********");
        assertThat(apple.has("content")).isFalse();
        assertThat(fetched(apple)).isEqualTo(apple);
    }

    @Test
    void the_first_of_a_type_is_the_default_until_another_is() {
        JsonNode first = firebase("");
        JsonNode second = firebase("");
        JsonNode apple = made(CREDENTIALS, apple("APN", ""));
        assertThat(List.of(isDefault(first), isDefault(second), isDefault(apple)))
                .containsExactly(true, false, true);

        RunningApi.Answer changed =
                api.patch(CREDENTIALS + "/" + id(second), "{\"isDefault\": true}");
        assertThat(changed.json().get("isDefault").booleanValue()).isTrue();
        assertThat(isDefault(first)).isFalse();
        JsonNode third = firebase(", \"isDefault\": true");
        assertThat(List.of(isDefault(first), isDefault(second), isDefault(third)))
                .containsExactly(false, false, true);

        RunningApi.Answer none = api.patch(CREDENTIALS + "/" + id(third), "{\"isDefault\": false}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(api.delete(CREDENTIALS + "/" + id(third)).status()).isEqualTo(204);
        assertThat(isDefault(first)).isTrue();
        assertThat(api.get(CREDENTIALS + "/" + id(third)).status()).isEqualTo(404);
    }

    @Test
    void deleting_a_credential_or_its_sender_leaves_nothing() {
        JsonNode one = firebase("");
        JsonNode two = firebase("");

        assertThat(api.delete(CREDENTIALS + "/" + id(one)).status()).isEqualTo(204);
        String sender = id(api.get("/v1/Senders?channel=PUSH").json().get("senders").get(0));
        assertThat(api.delete("/v1/Senders/" + sender).status()).isEqualTo(204);

        assertThat(api.get(CREDENTIALS + "/" + id(two)).status()).isEqualTo(404);
        assertThat(api.get(CREDENTIALS).json().get("credentials")).isEmpty();
        assertThat(api.get("/v1/Connections").json().get("connections")).hasSize(1);
    }

    @Test
    void an_account_has_ten_apps_and_an_app_ten_credentials() {
        for (int i = 0; i < 10; i++) {
            firebase("");
        }
        assertThat(refused("default")).isEqualTo(409);
        for (int i = 1; i < 10; i++) {
            firebase(", \"appName\": \"app%d\"".formatted(i));
        }
        assertThat(refused("app10")).isEqualTo(409);
        assertThat(api.get(APPS).json().get("apps")).hasSize(10);
    }

    private int refused(String app) {
        return api.post(
                        CREDENTIALS,
                        "{\"credentialType\": \"FCM\", \"appName\": \"%s\", \"content\": %s}"
                                .formatted(app, FIREBASE))
                .status();
    }

    @Test
    void one_app_is_the_default_from_the_start() {
        assertThat(api.get(APPS).json().get("apps"))
                .extracting(app -> app.get("name").asString())
                .containsExactly("default");
        firebase(", \"appName\": \"limonade\"");

        assertThat(api.get(APPS + "/limonade").json().get("isDefault").booleanValue()).isFalse();
        assertThat(api.patch(APPS + "/default", "{\"isDefault\": false}").status()).isEqualTo(400);
        assertThat(api.patch(APPS + "/limonade", "{\"isDefault\": true}").status()).isEqualTo(200);
        assertThat(api.get(APPS + "/default").json().get("isDefault").booleanValue()).isFalse();
        assertThat(api.get(APPS + "/unknown").status()).isEqualTo(404);
        assertThat(id(firebase(""))).isEqualTo(newestOf("limonade"));
    }

    private String newestOf(String app) {
        return id(api.get(CREDENTIALS + "?appName=" + app).json().get("credentials").get(0));
    }

    @Test
    void a_device_without_a_person_has_a_new_one() {
        JsonNode one = made(REGISTRATIONS, "{\"token\": \"t-1\", \"provider\": \"FCM\"}");
        String user = one.get("userId").asString();

        JsonNode two =
                made(
                        REGISTRATIONS,
                        "{\"appName\": \"default\", \"token\": \"00FF\", \"provider\": \"APN\", \"userId\": \"%s\"}"
                                .formatted(user));

        assertThat(two.get("id")).isEqualTo(one.get("id"));
        assertThat(two.get("appName").asString()).isEqualTo("default");
        assertThat(two.get("devices"))
                .extracting(device -> device.get("token").asString())
                .containsExactlyInAnyOrder("00FF", "t-1");
        assertThat(two.get("related").get(0).get("id").asString()).isEqualTo(user);
        JsonNode shown = api.get(USERS + "/" + user).json();
        assertThat(shown.get("deletedAt").isNull()).isTrue();
        assertThat(api.get(REGISTRATIONS + "?userId=" + user).json().get("deviceRegistrations"))
                .hasSize(1);
    }

    @Test
    void a_person_who_is_deleted_is_forgotten_with_all_devices() {
        String user =
                made(REGISTRATIONS, "{\"token\": \"t-1\", \"provider\": \"FCM\"}")
                        .get("userId")
                        .asString();

        assertThat(api.delete(USERS + "/" + user).status()).isEqualTo(204);

        assertThat(api.get(USERS + "/" + user).status()).isEqualTo(404);
        assertThat(api.get(REGISTRATIONS).json().get("deviceRegistrations")).isEmpty();
        assertThat(
                        api.post(
                                        REGISTRATIONS,
                                        "{\"token\": \"t\", \"provider\": \"FCM\", \"userId\": \"%s\"}"
                                                .formatted(user))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void people_and_registrations_are_listed_in_pages() {
        List<String> users =
                IntStream.range(0, 5)
                        .mapToObj(i ->
                                made(
                                                REGISTRATIONS,
                                                "{\"token\": \"t-%d\", \"provider\": \"FCM\"}"
                                                        .formatted(i))
                                        .get("userId")
                                        .asString())
                        .toList()
                        .reversed();

        assertThat(paged(USERS, "users", "id")).isEqualTo(users);
        assertThat(paged(REGISTRATIONS, "deviceRegistrations", "userId")).isEqualTo(users);
        String other = RunningApi.basic(RunningApi.OTHER);
        assertThat(api.send("GET", USERS, "", "Authorization", other).json().get("users"))
                .isEmpty();
        assertThat(
                        api.send("GET", USERS + "/" + users.getFirst(), "", "Authorization", other)
                                .status())
                .isEqualTo(404);
    }

    private List<String> paged(String path, String list, String property) {
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = api.get(path + "?pageSize=2" + token).json();
            page.get(list).forEach(each -> found.add(each.get(property).asString()));
            JsonNode next = page.get("pagination").get("next");
            token = next.isNull() ? "" : "&pageToken=" + next.asString();
        } while (!token.isEmpty());
        return found;
    }
}
