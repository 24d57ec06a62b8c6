package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.store.SimStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages are no part of the contract, so a plain client asks.
class ConsolePagesTest {

    private final HttpClient client = HttpClient.newHttpClient();

    private final RunningApi api =
            new RunningApi(new RunningApi.Options(new SimStore(), "", 0, 1000, Time.system()));

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    private HttpResponse<String> open(String path, String... headers) {
        HttpRequest.Builder request = api.request("GET", path, "");
        try {
            return client.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String header(String path, String name) {
        return open(path).headers().firstValue(name).orElse("");
    }

    @Test
    void everybody_gets_the_page_and_nothing_of_it_is_elsewhere() {
        HttpResponse<String> page = open("/console");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("console/app.js").doesNotContain("http://", "https://");
        assertThat(header("/console", "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "trusted-types 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(header("/console/app.js", "content-type")).startsWith("text/javascript");
        assertThat(header("/console/style.css", "content-type")).startsWith("text/css");
        assertThat(header("/console/posthorn.svg", "content-type")).isEqualTo("image/svg+xml");
        assertThat(open("/console/pages/overview.js").statusCode()).isEqualTo(200);
    }

    @Test
    void a_browser_keeps_a_file_until_it_changes() {
        String tag = header("/console/app.js", "etag");

        assertThat(header("/console/app.js", "cache-control")).isEqualTo("no-cache");
        assertThat(asked(tag)).isEqualTo(304);
        assertThat(asked("\"other\", W/" + tag)).isEqualTo(304);
        assertThat(asked("\"other\"")).isEqualTo(200);
    }

    private int asked(String tag) {
        return open("/console/app.js", "If-None-Match", tag).statusCode();
    }

    @Test
    void the_root_and_a_slash_too_many_lead_to_the_console() {
        assertThat(open("/").statusCode()).isEqualTo(302);
        assertThat(header("/", "location")).isEqualTo("console");
        assertThat(header("/console/", "location")).isEqualTo("../console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/app.java",
                "/console/..%2Fdocs%2Fdocs.js",
                "/console/pages/..%2Fapp.js",
                "/console/missing.js",
                "/console/pages/%2e%2e"
            })
    void only_files_of_the_console_are_served(String path) {
        assertThat(open(path).statusCode()).isEqualTo(404);
    }
}
