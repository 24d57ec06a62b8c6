package io.posthorn.acceptance;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The outage of routing.md on the real engine: ten senders, each by a carrier of its own, one of
/// which is gone for a while; how long messages wait from their 202 to the wire, and how many leave
/// by another sender than their own.
@Command(
        name = "bench/outage",
        mixinStandardHelpOptions = true,
        description = "The outage experiment on the real engine, in real time.")
final class OutageExperiment implements Runnable {

    private static final int SENDERS = 10;

    @Option(names = "--rate", defaultValue = "10", description = "segments/s of each sender")
    private double rate;

    @Option(names = "--load", defaultValue = "85", description = "messages/s")
    private int load;

    @Option(names = "--before", defaultValue = "120", description = "seconds before the outage")
    private int before;

    @Option(names = "--outage", defaultValue = "120", description = "seconds of it")
    private int outage;

    @Option(names = "--after", defaultValue = "360", description = "seconds after it")
    private int after;

    @Option(
            names = "--wait",
            defaultValue = "5",
            description = "seconds a message waits for its sender; below 0: not sticky")
    private int wait;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OutageExperiment()).execute(arguments));
    }

    @Override
    public void run() {
        try {
            measure(Files.createTempDirectory("outage"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void measure(Path folder) throws Exception {
        List<Smsc> carriers = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            carriers.add(Smsc.start(Behavior.DEFAULT));
        }
        try (RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String pool = pool(client, carriers);
            Map<String, Long> accepted = new ConcurrentHashMap<>();
            ScheduledExecutorService beat = Executors.newScheduledThreadPool(2);
            var next = new AtomicInteger();
            beat.scheduleAtFixedRate(
                    () -> send(client, pool, next.getAndIncrement(), accepted),
                    0,
                    1_000_000_000L / load,
                    TimeUnit.NANOSECONDS);
            Smsc first = carriers.getFirst();
            beat.schedule((Runnable) first::stop, before, TimeUnit.SECONDS);
            beat.schedule((Runnable) first::start, before + outage, TimeUnit.SECONDS);
            Thread.sleep(Duration.ofSeconds(before + outage + after));
            beat.shutdown();
            beat.awaitTermination(1, TimeUnit.MINUTES);
            Thread.sleep(Duration.ofSeconds(20));
            report(carriers, accepted);
        } finally {
            carriers.forEach(Smsc::close);
        }
    }

    private String pool(Client client, List<Smsc> carriers) {
        List<String> senders = new ArrayList<>();
        for (int i = 0; i < carriers.size(); i++) {
            String connection = client.connection("carrier" + i, carriers.get(i));
            senders.add(client.sender("+12065550%03d".formatted(i), connection, rate));
        }
        String sticky =
                wait < 0
                        ? "{\"mode\": \"NONE\"}"
                        : "{\"mode\": \"HASH\", \"maxWaitSeconds\": %d}".formatted(wait);
        return client.pool("{\"sticky\": %s}".formatted(sticky), senders);
    }

    private static void send(Client client, String pool, int number, Map<String, Long> accepted) {
        String phone = "+1425%07d".formatted(2_000_000 + number);
        client.send(pool, "hello", List.of(phone));
        accepted.put(phone, System.nanoTime());
    }

    private void report(List<Smsc> carriers, Map<String, Long> accepted) {
        Map<String, Submitted> first = new HashMap<>();
        carriers.forEach(carrier ->
                carrier.traffic().submits().stream()
                        .filter(Submitted::accepted)
                        .forEach(s -> first.merge(s.to(), s, OutageExperiment::earlier)));
        long[] waits =
                accepted.entrySet().stream()
                        .filter(e -> first.containsKey(e.getKey()))
                        .mapToLong(e -> first.get(e.getKey()).nanos() - e.getValue())
                        .sorted()
                        .toArray();
        Map<String, Integer> bySender = new HashMap<>();
        first.values().forEach(s -> bySender.merge(s.from(), 1, Integer::sum));
        System.out.printf(
                "%d senders at %.0f/s, load %d/s for %d s, one gone for %d s, sticky wait %s%n",
                SENDERS,
                rate,
                load,
                before + outage + after,
                outage,
                wait < 0 ? "off" : wait + " s");
        System.out.printf(
                "accepted %d, on the wire %d; wait p50 %.3f s, p95 %.3f s, p99 %.3f s, longest %.3f s%n",
                accepted.size(),
                waits.length,
                at(waits, 0.5),
                at(waits, 0.95),
                at(waits, 0.99),
                at(waits, 1));
        System.out.println("messages by sender " + Arrays.toString(bySender.values().toArray()));
    }

    private static Submitted earlier(Submitted a, Submitted b) {
        return a.nanos() < b.nanos() ? a : b;
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e9;
    }
}
