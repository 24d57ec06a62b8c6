package io.posthorn;

import io.posthorn.api.Account;
import io.posthorn.event.AddressGuard;
import io.posthorn.message.ConsentRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `posthorn dev`: the whole product on one machine, carriers included, with a demo account and
/// pool.
final class Dev implements AutoCloseable {

    /// The demo account. No secret: `dev` listens on loopback only.
    static final Account ACCOUNT =
            new Account(
                    "ACde300000000000000000000000000de3",
                    "demo_auth_token_0000000000000000",
                    Map.of(),
                    ConfigFile.numberOf("ACde300000000000000000000000000de3"));

    private static final String INBOX = "/v1/Simulator/Inbox?to=%2B14155550123&wait=5s";
    private final Server server;

    Dev(Path data, int port) {
        var config =
                new Config(
                        new Config.Http("localhost", port, Optional.empty(), Optional.empty()),
                        "sqlite:" + data.resolve("posthorn.db"),
                        List.of(ACCOUNT),
                        "dev",
                        new Config.Limits(10 << 20, 0),
                        Duration.ofDays(7),
                        ConsentRules.DEFAULT,
                        true,
                        AddressGuard.Reach.PUBLIC_AND_LOOPBACK);
        this.server = new Server(config, new AdjustableTime(InstantSource.system()));
    }

    /// Removes what an earlier run left.
    static void empty(Path data) throws IOException {
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    void start() throws InterruptedException {
        Demo demo = Demo.furnish(server.inventory(), server.startSimulator().orElseThrow());
        server.start();
        server.letWhatsappCall(demo.whatsapp(), Demo.SECRET);
        server.letRcsCall(demo.rcs(), Demo.SECRET);
        server.letMailCall(demo.mail(), Demo.SECRET);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    /// What a new user does first: sends a message through the demo pool and looks into the inbox.
    void sendOne() throws IOException, InterruptedException {
        ask("POST", "/v1/Messages", body());
        ask("GET", INBOX, "");
        ask("GET", "/v1/Messages", "");
    }

    /// What the banner exports.
    Map<String, String> environment() {
        return Map.of(
                "POSTHORN_URL", url(),
                "TWILIO_ACCOUNT_SID", ACCOUNT.sid(),
                "TWILIO_AUTH_TOKEN", ACCOUNT.authToken());
    }

    private void ask(String method, String path, String body)
            throws IOException, InterruptedException {
        byte[] login = (ACCOUNT.sid() + ":" + ACCOUNT.authToken()).getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .header("Content-Type", "application/json")
                            .header(
                                    "Authorization",
                                    "Basic " + Base64.getEncoder().encodeToString(login))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private String url() {
        return "http://localhost:" + port();
    }

    private String body() {
        return """
        {"from":{"senderPoolId":"%s"},"to":[{"address":"+14155550123","channel":"PHONE"}],\
        "content":{"text":"Hello from Posthorn"}}\
        """
                .formatted(pool());
    }

    private String pool() {
        return server.inventory().snapshot().pools(ACCOUNT.sid()).stream()
                .filter(p -> p.name().equals(Demo.POOL))
                .map(p -> p.id().toString())
                .findFirst()
                .orElseThrow();
    }

    /// What a new user reads first.
    String banner() {
        return """

          Console    %1$s/console    sign in as %2$s, %3$s
          API        %1$s/v1
          Reference  %1$s/docs
          Metrics    %1$s/metrics

          export TWILIO_ACCOUNT_SID=%2$s TWILIO_AUTH_TOKEN=%3$s

          Send a message through the demo pool:

          curl -u %2$s:%3$s %1$s/v1/Messages -H 'Content-Type: application/json' -d '%4$s'

          See it arrive:

          curl -u %2$s:%3$s '%1$s%5$s'

        posthorn ready
        """
                .formatted(url(), ACCOUNT.sid(), ACCOUNT.authToken(), body(), INBOX);
    }
}
