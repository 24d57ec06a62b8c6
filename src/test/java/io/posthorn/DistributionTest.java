package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The archive that is handed out, unpacked where there is nothing else.
@Tag("process")
@Timeout(120)
class DistributionTest {

    @TempDir Path folder;

    @Test
    void an_unpacked_archive_serves_with_a_java_runtime_alone() throws Exception {
        Path home = unpacked();
        assertThat(home).isDirectoryContaining("glob:**/LICENSE");
        assertThat(Files.readString(home.resolve("THIRD-PARTY.txt")))
                .contains("org.xerial:sqlite-jdbc", "org.apache.kafka:kafka-clients")
                .doesNotContain("junit");

        Process server = start(home);
        try {
            int port = ready(server);
            assertThat(health(port)).isEqualTo(200);
            assertThat(folder.resolve("empty/data/posthorn.db")).exists();
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("ends when told to").isTrue();
        assertThat(server.exitValue()).isEqualTo(143);
    }

    private Path unpacked() throws Exception {
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "xzf",
                                archive().toAbsolutePath().toString(),
                                "-C",
                                "" + folder)
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.getFileName().toString().startsWith("posthorn-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(each -> each.toString().endsWith(".tar.gz"))
                    .max(Comparator.comparingLong(each -> each.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    private Process start(Path home) throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        home.resolve("posthorn").toString(),
                        "serve",
                        "--config",
                        home.resolve("posthorn.yaml").toString(),
                        "--http.host",
                        "localhost",
                        "--http.port",
                        "0");
        builder.directory(empty.toFile());
        builder.redirectError(folder.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().put("POSTHORN_AUTH_TOKEN", "token");
        builder.environment()
                .put(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin")
                                + File.pathSeparator
                                + "/usr/bin"
                                + File.pathSeparator
                                + "/bin");
        return builder.start();
    }

    private int ready(Process server) throws IOException {
        var lines =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String last = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            last = line;
            if (line.startsWith("posthorn ready")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        throw new IOException(last + Files.readString(folder.resolve("log")));
    }

    private static int health(int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI url = URI.create("http://localhost:" + port + "/health/ready");
            return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void the_service_file_starts_what_the_archive_has() throws IOException {
        List<String> unit = Files.readAllLines(Path.of("ops/posthorn.service"));
        assertThat(unit)
                .anyMatch(
                        line -> line.startsWith("ExecStart=/opt/posthorn/posthorn serve --config "))
                .contains("NoNewPrivileges=yes", "ProtectSystem=strict", "DynamicUser=yes");
    }
}
