package io.posthorn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Maven wrapper on a machine without Maven, against a mirror that serves a Maven of one line.
@Tag("process")
class MvnwTest {

    private static final String VERSION = "3.9.0";
    private static final String PATH =
            "/org/apache/maven/apache-maven/3.9.0/apache-maven-3.9.0-bin.zip";

    @TempDir Path tree;
    private HttpServer mirror;
    private byte[] distribution;

    @BeforeEach
    void start_the_mirror() throws IOException {
        distribution = distribution("#!/bin/sh\necho the pinned Maven runs \"$@\"\n");
        mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.createContext(
                PATH,
                exchange -> {
                    exchange.sendResponseHeaders(200, distribution.length);
                    exchange.getResponseBody().write(distribution);
                    exchange.close();
                });
        mirror.start();
    }

    @BeforeEach
    void copy_the_wrapper() throws IOException {
        Files.createDirectories(tree.resolve(".mvn/wrapper"));
        for (String file :
                new String[] {"mvnw", ".mvn/find-jdk.sh", ".mvn/wrapper/FetchMaven.java"}) {
            Files.copy(Path.of(file), tree.resolve(file));
        }
        Path tools = Files.createDirectories(tree.resolve("tools"));
        for (String tool : new String[] {"sh", "sed", "grep", "dirname", "readlink"}) {
            String there = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
            Path script = tools.resolve(tool);
            Files.writeString(script, "#!/bin/sh\nexec " + there + tool + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
    }

    @AfterEach
    void stop_the_mirror() {
        mirror.stop(0);
    }

    @Test
    void downloads_the_pinned_maven_once() throws Exception {
        pin(sha512(distribution));
        assertThat(run()).contains("Downloading Maven 3.9.0", "the pinned Maven runs verify");
        mirror.stop(0);
        assertThat(run()).contains("the pinned Maven runs verify").doesNotContain("Downloading");
    }

    @Test
    void refuses_a_maven_with_another_checksum() throws Exception {
        pin(sha512("something else".getBytes(UTF_8)));
        assertThat(run())
                .contains("does not have the checksum")
                .doesNotContain("the pinned Maven runs");
        assertThat(tree.resolve("home/.m2/wrapper/dists/apache-maven-3.9.0/posthorn"))
                .doesNotExist();
    }

    @Test
    void says_what_to_do_when_it_cannot_download() throws Exception {
        pin(sha512(distribution));
        mirror.removeContext(PATH);
        assertThat(run()).contains("Could not download Maven", "MVNW_REPOURL");
    }

    private void pin(String sha512) throws IOException {
        Files.writeString(
                tree.resolve(".mvn/wrapper/maven-wrapper.properties"),
                """
                mavenVersion=%s
                distributionUrl=https://unreachable.invalid/apache-maven-%s-bin.zip
                distributionSha512Sum=%s
                """
                        .formatted(VERSION, VERSION, sha512));
    }

    private String run() throws IOException, InterruptedException {
        Path output = tree.resolve("output");
        ProcessBuilder wrapper =
                new ProcessBuilder(tree.resolve("mvnw").toString(), "verify")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        wrapper.environment().clear();
        wrapper.environment().put("HOME", tree.resolve("home").toString());
        wrapper.environment().put("PATH", tree.resolve("tools").toString());
        wrapper.environment().put("JAVA_HOME", System.getProperty("java.home"));
        wrapper.environment()
                .put("MVNW_REPOURL", "http://localhost:" + mirror.getAddress().getPort());
        assertThat(wrapper.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private static byte[] distribution(String mvn) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("apache-maven-3.9.0/bin/mvn"));
            zip.write(mvn.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String sha512(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }
}
