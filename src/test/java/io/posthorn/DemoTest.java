package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a newcomer finds beside the pools of the banner.
class DemoTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void devices_of_both_services_are_notified_also_after_a_restart(@TempDir Path folder)
            throws Exception {
        for (String run : new String[] {"1", "2"}) {
            try (Dev dev = new Dev(folder, 0)) {
                dev.start();
                ask(
                        dev,
                        "POST",
                        "/v1/PushNotifications",
                        """
                        {"to": [{"token": "android%1$s", "provider": "FCM"},
                                {"token": "00ff0%1$s", "provider": "APN"}],
                         "content": {"title": "Demo", "body": "Hello"}}\
                        """
                                .formatted(run));

                for (String device : new String[] {"FCM:android" + run, "APN:00ff0" + run}) {
                    JsonNode shown =
                            ask(
                                    dev,
                                    "GET",
                                    "/v1/Simulator/Inbox?channel=PUSH&wait=20s&to=" + device,
                                    "");
                    assertThat(shown.at("/messages/0/text").asString()).isEqualTo("Demo\nHello");
                }
            }
        }
    }

    private static JsonNode ask(Dev dev, String method, String path, String body) throws Exception {
        byte[] login =
                (Dev.ACCOUNT.sid() + ":" + Dev.ACCOUNT.authToken())
                        .getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + dev.port() + path))
                                    .header("Content-Type", "application/json")
                                    .header(
                                            "Authorization",
                                            "Basic " + Base64.getEncoder().encodeToString(login))
                                    .method(method, BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
            return JSON.readTree(answer.body());
        }
    }
}
