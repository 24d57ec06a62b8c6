package io.posthorn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// From the HTTP request to the final status: the server as a process of its own, started as its
/// users start it; load and carrier in this one; all over loopback.
@Command(
        name = "end-to-end",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the whole path: HTTP accept, durable store, SMPP submit, receipt, final status.",
            "accept: requests answered 202, nothing is sent. parse: reading and checking requests alone.",
            "loop: as fast as it goes, until every message is DELIVERED. paced: the same at a steady rate, for latency."
        })
final class EndToEnd implements Callable<Integer> {

    @Mixin private Settings settings = new Settings();

    private EndToEnd() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EndToEnd()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(settings.work);
        machine();
        for (String phase : settings.phases) {
            for (int recipients : settings.recipients) {
                run(phase, recipients);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void run(String phase, int recipients) throws Exception {
        switch (phase) {
            case "accept" -> new Run(settings, recipients, Run.NOT_SENT).measure("accept", 0);
            case "parse" -> Parsing.measure(recipients);
            case "loop" -> new Run(settings, recipients, Run.SENT).measure("loop", 0);
            case "paced" -> new Run(settings, recipients, Run.SENT).measure("paced", settings.rate);
            default -> throw new IllegalArgumentException("no phase " + phase);
        }
    }

    private void machine() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "machine: %s, %d processors, load average %s, JDK %s, Linux %s%n",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0],
                Runtime.version(),
                System.getProperty("os.version"));
        System.out.printf(
                Locale.ROOT,
                "settings: %,d messages after %,d of warm-up; %d clients (at most 16 with many recipients);"
                        + " %d senders on %d SMPP connections, window %d, receipts %d ms after the answer;"
                        + " one text of 1 segment; SQLite on %s, every default of durability%n",
                settings.messages,
                settings.warmUp,
                settings.clients,
                settings.senders,
                settings.connections,
                settings.window,
                settings.receiptDelay,
                Files.getFileStore(settings.work).type());
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> Objects.requireNonNull(line.split(":", 2)[1]).strip())
                .findFirst()
                .orElse("unknown processor");
    }
}
