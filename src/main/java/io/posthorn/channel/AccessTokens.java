package io.posthorn.channel;

import io.posthorn.Time;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The access token of a service account: asked for once, used by all, renewed in the background
/// before it ends.
public final class AccessTokens {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final HttpClient client;
    private final ServiceAccount account;
    private final String scope;
    private final Time time;
    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile @Nullable Held held;

    private record Held(String token, Instant renewAt, Instant endsAt) {}

    /// What came of asking for a token.
    public sealed interface Grant {

        record Token(String value) implements Grant {
            @Override
            public String toString() {
                return "Token"; // a secret
            }
        }

        /// The account may not.
        record Denied(String why) implements Grant {}

        /// Nobody answered.
        record Unanswered(String why) implements Grant {}
    }

    public AccessTokens(HttpClient client, ServiceAccount account, String scope, Time time) {
        this.client = client;
        this.account = account;
        this.scope = scope;
        this.time = time;
    }

    /// A token that is good now.
    public Grant grant() throws InterruptedException {
        Held known = held;
        Instant now = time.now();
        if (known == null || !now.isBefore(known.endsAt)) {
            return first();
        }
        if (now.isAfter(known.renewAt) && renewing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("renew token " + account).start(this::renew);
        }
        return new Grant.Token(known.token);
    }

    /// The provider did not take it: the next caller gets another.
    public void forget() {
        held = null;
    }

    /// One asks, the others wait for what he gets.
    private synchronized Grant first() throws InterruptedException {
        Held known = held;
        return known != null && time.now().isBefore(known.endsAt)
                ? new Grant.Token(known.token)
                : ask();
    }

    private void renew() {
        try {
            ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            renewing.set(false);
        }
    }

    private Grant ask() throws InterruptedException {
        String form =
                "grant_type="
                        + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
                        + "&assertion="
                        + account.assertion(scope, time.now());
        HttpRequest request =
                HttpRequest.newBuilder(account.tokens())
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try {
            return granted(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Grant.Unanswered("no access token: " + Doorbell.reason(e));
        }
    }

    private Grant granted(HttpResponse<String> answer) {
        JsonNode json = JsonText.read(answer.body());
        String token = json.path("access_token").asString("");
        if (answer.statusCode() == 200 && !token.isEmpty()) {
            long seconds = Math.max(1, json.path("expires_in").asLong(3_600));
            Instant now = time.now();
            held = new Held(token, now.plusSeconds(seconds * 3 / 4), now.plusSeconds(seconds));
            return new Grant.Token(token);
        }
        String why = "no access token: HTTP " + answer.statusCode();
        return answer.statusCode() / 100 == 4 ? new Grant.Denied(why) : new Grant.Unanswered(why);
    }
}
