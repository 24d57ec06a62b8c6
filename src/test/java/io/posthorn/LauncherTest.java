package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, in a copy of the built tree with a build that only notes that it was asked for.
@Tag("process")
class LauncherTest {

    @TempDir Path tree;

    @BeforeEach
    void copy_the_built_tree() throws IOException {
        for (String folder : new String[] {".mvn", "target", "src/main", "elsewhere"}) {
            Files.createDirectories(tree.resolve(folder));
        }
        for (String file :
                new String[] {"posthorn", "pom.xml", ".mvn/find-jdk.sh", "target/posthorn.jar"}) {
            Files.copy(Path.of(file), tree.resolve(file));
        }
        copyLibraries();
        age(tree.resolve("src/main"));
        age(tree.resolve("pom.xml"));
        script(tree.resolve("mvnw"), "echo a build was asked for; exit 1");
    }

    @Test
    void runs_from_any_folder() throws Exception {
        Ran ran = launch("--version");
        assertThat(ran.output()).contains("posthorn ").doesNotContain("a build was asked for");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void keeps_a_cache_for_later_starts() throws Exception {
        assertThat(launch("--version").output()).contains("preparing a fast start");
        assertThat(tree.resolve("target/posthorn.aot")).isNotEmptyFile();
        assertThat(launch("--version").output().lines())
                .singleElement()
                .asString()
                .startsWith("posthorn ");
    }

    @Test
    void starts_without_a_word_when_the_cache_does_not_fit() throws Exception {
        Files.writeString(tree.resolve("target/posthorn.aot"), "made by another JDK");
        assertThat(launch("--version").output().lines())
                .singleElement()
                .asString()
                .startsWith("posthorn ");
    }

    @Test
    void builds_when_a_source_is_newer_than_the_jar() throws Exception {
        Path source = Files.createFile(tree.resolve("src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        Ran ran = launch("--version");
        assertThat(ran.output()).contains("building", "a build was asked for");
        assertThat(ran.exit()).as("a failed build").isEqualTo(1);
    }

    @Test
    void becomes_the_java_process_so_that_signals_reach_it() throws Exception {
        Path jdk = jdk("25.0.1", "echo I am $$");
        Ran ran = launch(jdk, "--version");
        assertThat(ran.output()).contains("I am " + ran.pid());
    }

    @Test
    void says_what_to_install_when_there_is_no_jdk() throws Exception {
        Path search = tree.resolve(".mvn/find-jdk.sh");
        Files.writeString(search, Files.readString(search).replaceAll("-ge 25", "-ge 2500"));
        Ran ran = launch("--version");
        assertThat(ran.output()).contains("needs a JDK 25 or newer", "JAVA_HOME");
        assertThat(ran.exit()).isEqualTo(1);
    }

    @Test
    void passes_over_an_older_jdk_in_java_home() throws Exception {
        Ran ran = launch(jdk("17.0.15", "echo I am old"), "--version");
        assertThat(ran.output()).contains("posthorn ").doesNotContain("I am old");
    }

    private void copyLibraries() throws IOException {
        Path lib = Files.createDirectories(tree.resolve("target/lib"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target/lib"))) {
            for (Path jar : jars) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
    }

    private record Ran(long pid, int exit, String output) {}

    private Ran launch(String argument) throws IOException, InterruptedException {
        return launch(Path.of(System.getProperty("java.home")), argument);
    }

    private Ran launch(Path javaHome, String argument) throws IOException, InterruptedException {
        Path output = tree.resolve("output");
        ProcessBuilder launcher =
                new ProcessBuilder(tree.resolve("posthorn").toString(), argument)
                        .directory(tree.resolve("elsewhere").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        launcher.environment().put("JAVA_HOME", javaHome.toString());
        Process process = launcher.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.pid(), process.exitValue(), Files.readString(output));
    }

    /// A folder that looks like a JDK of that version; its `java` is a script.
    private Path jdk(String version, String java) throws IOException {
        Path home = tree.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), java);
        return home;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
}
