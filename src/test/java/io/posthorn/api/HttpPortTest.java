package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.Time;
import io.posthorn.store.SimStore;
import io.posthorn.store.Store;
import io.posthorn.store.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPortTest {

    private static final String TOO_LONG = "{\"name\":\"" + "n".repeat(2000) + "\"}";

    private static RunningApi with(
            Store store, String basePath, int requestsPerSecond, long maxBody) {
        return new RunningApi(
                new RunningApi.Options(store, basePath, requestsPerSecond, maxBody, Time.system()));
    }

    /// Who closes a connection with octets unread may reset it before its answer is read (RFC 9112
    /// section 9.6): then the caller asks again.
    private static RunningApi.Answer answered(Supplier<RunningApi.Answer> ask) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreException(UncheckedIOException.class)
                .until(ask::get, _ -> true);
    }

    private static HttpRequest.Builder chunked(RunningApi api) {
        return api.request("POST", "/v1/SenderPools", "")
                .header("Authorization", RunningApi.basic(RunningApi.ACCOUNT))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(TOO_LONG)));
    }

    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_read() {
        try (RunningApi api = with(new SimStore(), "", 0, 1000)) {
            var announced = answered(() -> api.post("/v1/SenderPools", TOO_LONG));
            var chunked = answered(() -> api.send(chunked(api)));

            assertThat(announced.status()).isEqualTo(413);
            assertThat(announced.json().get("code").intValue()).isEqualTo(20413);
            assertThat(chunked.status()).isEqualTo(413);
            assertThat(chunked.json().get("code").intValue()).isEqualTo(20413);
            assertThat(answered(() -> api.post("/v1/SenderPools", "{}")).status()).isEqualTo(202);
        }
    }

    @Test
    void an_account_that_asks_too_often_is_told_when_to_come_back() {
        try (RunningApi api = with(new SimStore(), "", 2, 1000)) {
            RunningApi.Answer answer = api.get("/v1/Senders");
            while (answer.status() == 200) {
                answer = api.get("/v1/Senders");
            }

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.json().get("code").intValue()).isEqualTo(20429);
            assertThat(answer.header("retry-after")).contains("1");
            var other = RunningApi.basic(RunningApi.OTHER);
            assertThat(api.send("GET", "/v1/Senders", "", "Authorization", other).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_store_that_is_away_is_503() {
        try (RunningApi api = with(away(), "", 0, 1000)) {
            var read = api.get("/v1/Messages");
            var write = api.post("/v1/SenderPools", "{}");

            assertThat(read.status()).isEqualTo(503);
            assertThat(read.header("retry-after")).contains("1");
            assertThat(write.status()).isEqualTo(503);
            assertThat(write.json().get("code").intValue()).isEqualTo(20503);
        }
    }

    /// A store that opens and then cannot be used.
    private static Store away() {
        Store store = new SimStore();
        Set<String> broken = Set.of("messages", "save", "write");
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            if (broken.contains(method.getName())) {
                                throw new StoreUnavailable("away", new IOException());
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/twilio-comms", "/x/twilio-comms/", ""})
    void every_url_begins_with_the_public_one(String prefix) {
        try (RunningApi api = with(new SimStore(), prefix, 0, 1000)) {
            String plain = prefix.replaceAll("/$", "");
            var behindProxy = api.post("/v1/SenderPools", "{}");
            var direct = api.post(plain + "/v1/SenderPools", "{}");

            for (var answer : java.util.List.of(behindProxy, direct)) {
                String id = answer.json().get("operationId").asString();
                String location = api.url(plain + "/v1/SenderPools/Operations/" + id);
                assertThat(answer.header("location")).contains(location);
                assertThat(answer.json().get("operationLocation").asString()).isEqualTo(location);
            }
        }
    }

    @Test
    void paths_are_read_in_any_case_and_an_api_key_opens_them() {
        try (RunningApi api = new RunningApi()) {
            String key = RunningApi.basic("SK00000000000000000000000000000001", "secret-1");
            var answer = api.send("GET", "/V1/senderpools/", "", "Authorization", key);

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void anybody_may_see_how_the_server_is_and_read_about_it() {
        try (RunningApi api = new RunningApi()) {
            assertThat(open(api, "/health/live").json().get("ready").booleanValue()).isTrue();
            assertThat(open(api, "/health/ready").status()).isEqualTo(200);
            assertThat(open(api, "/metrics").text()).contains("posthorn_up 1");
            assertThat(
                            open(api, "/openapi.json")
                                    .json()
                                    .get("servers")
                                    .get(0)
                                    .get("url")
                                    .asString())
                    .isEqualTo(api.url(""));
            var page = open(api, "/docs");
            assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
            assertThat(page.header("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'");
            assertThat(page.text()).contains("docs/docs.js").doesNotContain("http://", "https://");
            assertThat(open(api, "/docs/docs.js").text()).contains("openapi.json");
            assertThat(open(api, "/docs/docs.css").status()).isEqualTo(200);
        }
    }

    private static RunningApi.Answer open(RunningApi api, String path) {
        return api.send(api.request("GET", path, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/Messages?status=%zz HTTP/1.1",
                "GET /v1/%zz HTTP/1.1",
                "NONSENSE",
                "GET /v1/Messages HTTP/9.9"
            })
    void what_is_no_request_is_answered_all_the_same(String line) throws IOException {
        try (RunningApi api = new RunningApi();
                Socket socket = new Socket("localhost", api.port())) {
            String request =
                    line
                            + "\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                            + RunningApi.basic(RunningApi.ACCOUNT)
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 ").containsAnyOf(" 400 ", " 505 ");
            assertThat(answer).contains("\"errors\":[{\"code\":20400");
        }
    }
}
