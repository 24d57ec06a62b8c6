package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    private static final String ACCOUNT =
            """
            accounts:
              - sid: AC1
                authToken: ${TOKEN}
                apiKeys:
                  - sid: SK1
                    secret: ${SECRET}
            """;
    private static final Map<String, String> SECRETS = Map.of("TOKEN", "t0ken", "SECRET", "s3cret");

    @TempDir Path folder;

    @Test
    void what_is_not_said_has_its_default() throws Exception {
        Config config = read(ACCOUNT, SECRETS, Map.of());

        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().publicUrl()).isEmpty();
        assertThat(config.store()).isEqualTo("sqlite:data/posthorn.db");
        assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.simulator()).isFalse();
    }

    @Test
    void secrets_come_from_the_environment() throws Exception {
        Config config = read(ACCOUNT, SECRETS, Map.of());

        assertThat(config.accounts().getFirst().authToken()).isEqualTo("t0ken");
        assertThat(config.accounts().getFirst().apiKeys()).containsEntry("SK1", "s3cret");
        assertThat(config.toString()).doesNotContain("t0ken", "s3cret");
    }

    @Test
    void flags_win_over_the_environment_and_it_over_the_file() throws Exception {
        String file = ACCOUNT + "http:\n  port: 1\nnode:\n  name: file\nretention:\n  days: 1\n";
        Map<String, String> environment =
                Map.of(
                        "TOKEN",
                        "t",
                        "SECRET",
                        "s",
                        "POSTHORN_HTTP_PORT",
                        "2",
                        "POSTHORN_NODE_NAME",
                        "environment",
                        "POSTHORN_HTTP_PUBLIC_URL",
                        "https://api.example.com/sms");

        Config config = read(file, environment, Map.of("http.port", "3"));

        assertThat(config.http().port()).isEqualTo(3);
        assertThat(config.node()).isEqualTo("environment");
        assertThat(config.http().publicUrl()).contains(URI.create("https://api.example.com/sms"));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void every_mistake_is_named_at_once_with_the_nearest_key() {
        String file =
                """
                http:
                  prt: 1
                  publicUrl: not a url
                retention:
                  days: many
                store:
                  url: mysql:x
                accounts:
                  - sid: AC1
                    authtoken: x
                """;

        assertThatThrownBy(() -> read(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigFile.Invalid.class)
                .hasMessageContaining("unknown key \"http.prt\"; did you mean \"http.port\"?")
                .hasMessageContaining("did you mean \"accounts[0].authToken\"?")
                .hasMessageContaining("accounts[0].authToken is missing")
                .hasMessageContaining("http.publicUrl must be an absolute http or https URL")
                .hasMessageContaining("retention.days must be a number from 1 to 3650")
                .hasMessageContaining("store.url must be sqlite:PATH");
    }

    @Test
    void a_variable_that_is_not_set_is_named_with_its_key() {
        assertThatThrownBy(() -> read(ACCOUNT, Map.of("SECRET", "s"), Map.of()))
                .hasMessageContaining("accounts[0].authToken")
                .hasMessageContaining("TOKEN, which is not set");
    }

    @Test
    void a_file_that_is_not_yaml_is_refused_with_its_line() {
        assertThatThrownBy(() -> read("http:\n  port: [1\n", Map.of(), Map.of()))
                .hasMessageContaining("is not valid YAML")
                .hasMessageContaining("line");
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("absent.yaml"), Map.of(), Map.of()))
                .hasMessageContaining("absent.yaml");
    }

    private Config read(String yaml, Map<String, String> environment, Map<String, String> flags)
            throws IOException, ConfigFile.Invalid {
        Path file = Files.writeString(folder.resolve("posthorn.yaml"), yaml);
        return ConfigFile.read(file, environment, flags);
    }
}
