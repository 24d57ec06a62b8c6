package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The server as a process of its own: what a kill leaves behind is what is on disk.
final class ServerProcess implements AutoCloseable {

    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.posthorn.Main");

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final File log;

    private ServerProcess(Path folder, List<String> arguments) throws IOException {
        this.log = folder.resolve("log").toFile();
        List<String> command = new ArrayList<>(JVM);
        command.addAll(arguments);
        this.process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        awaitReady();
    }

    /// `posthorn serve`, with its store in `folder`.
    static ServerProcess serve(Path folder) throws IOException {
        Path config = folder.resolve("posthorn.yaml");
        Files.writeString(
                config,
                """
                http:
                  host: localhost
                  port: 0
                store:
                  url: "sqlite:%s"
                accounts:
                  - sid: %s
                    authToken: %s
                """
                        .formatted(folder.resolve("posthorn.db"), Client.SID, Client.TOKEN));
        return new ServerProcess(folder, List.of("serve", "--config", config.toString()));
    }

    /// `posthorn dev`, with its store in `folder`.
    static ServerProcess dev(Path folder) throws IOException {
        return new ServerProcess(
                folder, List.of("dev", "--port", "0", "--data", folder.toString()));
    }

    private void awaitReady() throws IOException {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            if (line.startsWith("posthorn ready")) {
                return;
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                "did not start: " + Files.readString(log.toPath(), StandardCharsets.UTF_8));
    }

    /// What it wrote to stdout until it was ready.
    List<String> output() {
        return output;
    }

    /// What all processes in this folder wrote to stderr.
    String log() throws IOException {
        return Files.readString(log.toPath(), StandardCharsets.UTF_8);
    }

    Client client() {
        String ready = output.getLast();
        return new Client(Integer.parseInt(ready.substring(ready.lastIndexOf(' ') + 1)));
    }

    /// SIGKILL: it cannot do anything about it.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// SIGTERM, and until it has ended.
    void terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
    }

    @Override
    public void close() {
        kill();
    }
}
