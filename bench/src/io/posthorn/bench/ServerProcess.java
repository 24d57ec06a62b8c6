package io.posthorn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `./posthorn serve` with a fresh store.
final class ServerProcess implements AutoCloseable {

    static final String ACCOUNT = "ACbe000000000000000000000000000bec";
    static final String TOKEN = "bench_auth_token_000000000000000";
    private static final String READY = "posthorn ready on port ";

    private final Path folder;
    private final Process process;
    private final int port;

    private ServerProcess(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static ServerProcess start(Path folder, boolean profile)
            throws IOException, InterruptedException {
        empty(folder);
        Path config = folder.resolve("posthorn.yaml");
        Files.writeString(
                config,
                """
                http: {host: 127.0.0.1, port: 0}
                store: {url: "sqlite:%s"}
                accounts: [{sid: %s, authToken: %s}]
                """
                        .formatted(folder.resolve("posthorn.db").toAbsolutePath(), ACCOUNT, TOKEN));
        var builder = new ProcessBuilder("./posthorn", "serve", "--config", config.toString());
        builder.redirectError(folder.resolve("server.log").toFile());
        if (profile) {
            builder.environment()
                    .put(
                            "JDK_JAVA_OPTIONS",
                            "-XX:StartFlightRecording=settings=profile,maxsize=500m,filename="
                                    + folder.resolve("server.jfr").toAbsolutePath());
        }
        Process process = builder.start();
        return new ServerProcess(folder, process, port(process));
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static int port(Process process) throws IOException, InterruptedException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return Integer.parseInt(line.substring(READY.length()).strip());
            }
        }
        throw new IOException("the server did not start; it ended with " + process.waitFor());
    }

    int port() {
        return port;
    }

    Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    /// Bytes of the store's files.
    long storeBytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("posthorn.db"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
