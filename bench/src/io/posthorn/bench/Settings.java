package io.posthorn.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/// What a run is told; every figure it prints depends on these.
final class Settings {

    @Option(
            names = "--phases",
            split = ",",
            defaultValue = "accept,parse,loop,paced",
            description = "Which to run, in order: accept, parse, loop, paced (${DEFAULT-VALUE})")
    List<String> phases = List.of();

    @Option(
            names = "--messages",
            defaultValue = "200000",
            description = "Messages of a measured phase (${DEFAULT-VALUE})")
    int messages;

    @Option(
            names = "--warm-up",
            defaultValue = "100000",
            description = "Messages before it, on the same server (${DEFAULT-VALUE})")
    int warmUp;

    @Option(
            names = "--recipients",
            split = ",",
            defaultValue = "1,1000",
            description = "Recipients per request; each value is a run (${DEFAULT-VALUE})")
    List<Integer> recipients = List.of();

    @Option(
            names = "--clients",
            defaultValue = "512",
            description =
                    "Keep-alive HTTP connections, each with one request at a time; at most 16 for"
                            + " requests of many recipients (${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--rate",
            defaultValue = "2000",
            description = "Messages per second of the phase `paced` (${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--senders",
            defaultValue = "4",
            description = "Senders of the pool (${DEFAULT-VALUE})")
    int senders;

    @Option(
            names = "--connections",
            defaultValue = "4",
            description = "SMPP connections the senders are spread over (${DEFAULT-VALUE})")
    int connections;

    @Option(
            names = "--window",
            defaultValue = "200",
            description = "Submits in flight per connection (${DEFAULT-VALUE})")
    int window;

    @Option(
            names = "--receipt-delay",
            defaultValue = "0",
            description = "Milliseconds from a submit's answer to its receipt (${DEFAULT-VALUE})")
    int receiptDelay;

    @Option(
            names = "--limit",
            defaultValue = "PT3M",
            description = "Longest a phase may take (${DEFAULT-VALUE})")
    Duration limit = Duration.ZERO;

    @Option(
            names = "--work",
            defaultValue = "target/bench",
            description = "Folder for stores and the server's log (${DEFAULT-VALUE})")
    Path work = Path.of("target/bench");

    @Option(
            names = "--profile",
            description = "Record the server with Java Flight Recorder into the work folder")
    boolean profile;

    /// Requests at once; large requests need few.
    int clientsFor(int recipientsPerRequest) {
        return recipientsPerRequest == 1 ? clients : Math.min(clients, 16);
    }
}
