package io.posthorn.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The public HTTP API, asked as one account.
final class Api {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2); // a forecast of a million
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// How long a server is asked again that says "later" (429, 503), and one that does not answer.
    record Patience(Duration busy, Duration away) {

        static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);

        static final Patience SHORT = new Patience(Duration.ofSeconds(30), Duration.ZERO);

        /// For work of minutes that can be asked twice.
        static final Patience LONG = new Patience(Duration.ofMinutes(10), Duration.ofMinutes(5));
    }

    /// An answer that is no error.
    record Answer(int status, JsonNode body, Optional<String> date, boolean replayed) {}

    private final URI base;
    private final String login;
    private final Patience patience;
    private final HttpClient http;

    /// @param sid empty: asks as nobody
    Api(URI base, String sid, String token, Patience patience) {
        this.base = base;
        this.login = sid.isEmpty() ? "" : basic(sid, token);
        this.patience = patience;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build();
    }

    private static String basic(String sid, String token) {
        byte[] pair = (sid + ":" + token).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    URI base() {
        return base;
    }

    JsonNode get(String path) throws InterruptedException {
        return call("GET", path, Optional.empty(), Optional.empty()).body();
    }

    JsonNode post(String path, JsonNode body) throws InterruptedException {
        return call("POST", path, Optional.of(body), Optional.empty()).body();
    }

    /// Asked twice with the same key, it happens once.
    Answer post(String path, JsonNode body, String idempotencyKey) throws InterruptedException {
        return call("POST", path, Optional.of(body), Optional.of(idempotencyKey));
    }

    JsonNode patch(String path, JsonNode body) throws InterruptedException {
        return call("PATCH", path, Optional.of(body), Optional.empty()).body();
    }

    void delete(String path) throws InterruptedException {
        call("DELETE", path, Optional.empty(), Optional.empty());
    }

    /// All items of a list, page by page.
    ///
    /// @param items the name of the collection in the answer
    List<JsonNode> list(String path, String items) throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "pageSize=1000";
        String next = first;
        while (!next.isEmpty()) {
            JsonNode page = get(next);
            page.path(items).forEach(all::add);
            String token = page.at("/pagination/next").asString("");
            next = token.isEmpty() ? "" : first + "&pageToken=" + encoded(token);
        }
        return all;
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    Answer call(String method, String path, Optional<JsonNode> body, Optional<String> key)
            throws InterruptedException {
        HttpRequest request = request(method, path, body, key);
        Retries retries = new Retries(patience);
        while (true) {
            HttpResponse<byte[]> response;
            try {
                response = http.send(request, BodyHandlers.ofByteArray());
            } catch (IOException e) {
                retries.pauseAway(unreachable(e));
                continue;
            }
            if (response.statusCode() < 400) {
                return answer(response);
            }
            ApiRefusal refusal =
                    ApiRefusal.of(method + " " + path, response.statusCode(), document(response));
            retries.pauseBusy(refusal, retryAfter(response));
        }
    }

    /// What the server says as long as it is listened to.
    HttpResponse<java.io.InputStream> stream(String path, String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = builder(path).timeout(CONNECT);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    private HttpRequest request(
            String method, String path, Optional<JsonNode> body, Optional<String> key) {
        HttpRequest.Builder request = builder(path).timeout(ANSWER);
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        body.ifPresent(_ -> request.header("Content-Type", "application/json"));
        return request.method(
                        method,
                        body.map(JSON::writeValueAsBytes)
                                .map(BodyPublishers::ofByteArray)
                                .orElseGet(BodyPublishers::noBody))
                .build();
    }

    private HttpRequest.Builder builder(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return login.isEmpty() ? request : request.header("Authorization", login);
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(
                response.statusCode(),
                document(response),
                response.headers().firstValue("Date"),
                response.headers().firstValue("Idempotent-Replayed").isPresent());
    }

    static JsonNode document(HttpResponse<byte[]> response) {
        try {
            return response.body().length == 0
                    ? JSON.createObjectNode()
                    : JSON.readTree(response.body());
        } catch (JacksonException e) {
            return JSON.createObjectNode().put("message", "what answered is not a Posthorn server");
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    Failure unreachable(IOException e) {
        return new Failure(
                ExitCode.UNREACHABLE,
                "cannot reach the server at "
                        + base
                        + (e.getMessage() == null ? "" : ": " + e.getMessage())
                        + "\nIs it running (./posthorn dev), and is --url or POSTHORN_URL right?",
                e);
    }

    /// The attempts of one request.
    private static final class Retries {

        private final Patience patience;
        private final long begun = System.nanoTime();
        private Duration pause = FIRST_PAUSE;

        Retries(Patience patience) {
            this.patience = patience;
        }

        void pauseBusy(ApiRefusal refusal, Optional<Duration> asked) throws InterruptedException {
            boolean later = refusal.status() == 429 || refusal.status() == 503;
            if (!later) {
                throw refusal;
            }
            pause(asked.orElse(pause), patience.busy, refusal);
        }

        void pauseAway(Failure failure) throws InterruptedException {
            pause(pause, patience.away, failure);
        }

        private void pause(Duration wait, Duration atMost, Failure failure)
                throws InterruptedException {
            Duration gone = Duration.ofNanos(System.nanoTime() - begun);
            if (gone.plus(wait).compareTo(atMost) > 0) {
                throw failure;
            }
            Thread.sleep(wait.plusMillis(ThreadLocalRandom.current().nextLong(50)));
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }
}
