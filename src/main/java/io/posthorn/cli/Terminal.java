package io.posthorn.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Where a command reads and writes.
///
/// @param interactive whether a person is watching: lines may be written over, and colours used
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        boolean interactive,
        InstantSource clock) {

    /// That of this process.
    public static Terminal ofProcess() {
        return new Terminal(
                writer(System.out),
                writer(System.err),
                System.in,
                System.getenv(),
                isWatched(),
                InstantSource.system());
    }

    /// One nobody reads.
    public static Terminal silent(Map<String, String> environment) {
        return new Terminal(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                InputStream.nullInputStream(),
                environment,
                false,
                InstantSource.system());
    }

    @SuppressWarnings("SystemConsoleNull") // it may still be: a JDK without a console provider
    private static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /// A variable that is set to something.
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
