package io.posthorn.acceptance;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long an urgent message takes to the wire while a campaign waits in the same pool, and what
/// the campaign keeps.
@Command(
        name = "bench/urgent",
        mixinStandardHelpOptions = true,
        description = "Urgent messages behind a campaign, on the real engine in real time.")
final class UrgentExperiment implements Runnable {

    private static final int A_REQUEST = 1_000; // recipients

    @Option(names = "--bulk", defaultValue = "1000000", description = "messages queued first")
    private int bulk;

    @Option(names = "--urgent", defaultValue = "200", description = "messages of priority HIGH")
    private int urgent;

    @Option(names = "--senders", defaultValue = "5", description = "members of the pool")
    private int senders;

    @Option(names = "--rate", defaultValue = "10", description = "segments/s of each sender")
    private double rate;

    @Option(names = "--seed", defaultValue = "1", description = "of the moments they come at")
    private long seed;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new UrgentExperiment()).execute(arguments));
    }

    @Override
    public void run() {
        try {
            measure(Files.createTempDirectory("urgent"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void measure(Path folder) throws Exception {
        try (Smsc carrier = Smsc.start(Behavior.DEFAULT);
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String pool = pool(client, carrier);
            for (int sent = 0; sent < bulk; sent += A_REQUEST) {
                List<String> phones = phones(2_000_000 + sent, Math.min(A_REQUEST, bulk - sent));
                client.send(pool, "campaign", phones, ", \"priority\": \"BULK\"");
            }
            long began = System.nanoTime();
            int before = carrier.traffic().submits().size();
            List<Long> waits = new ArrayList<>();
            Random moments = new Random(seed);
            for (int i = 0; i < urgent; i++) {
                Thread.sleep(Duration.ofMillis(100 + moments.nextInt(400)));
                waits.add(urgent(client, pool, carrier, "+1206555%04d".formatted(i)));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            report(waits, carrier.traffic().submits().size() - before - urgent, seconds);
        }
    }

    private String pool(Client client, Smsc carrier) {
        String connection = client.connection("carrier", carrier);
        List<String> members = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            members.add(client.sender("+12065550%03d".formatted(i), connection, rate));
        }
        return client.pool("{}", members);
    }

    private static List<String> phones(int first, int count) {
        List<String> phones = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            phones.add("+1425%07d".formatted(i));
        }
        return phones;
    }

    /// Nanoseconds from its 202 to the wire.
    private static long urgent(Client client, String pool, Smsc carrier, String phone)
            throws InterruptedException {
        client.send(pool, "your code", List.of(phone), ", \"priority\": \"HIGH\"");
        long accepted = System.nanoTime();
        while (true) {
            List<Submitted> all = carrier.traffic().submits();
            Optional<Submitted> mine =
                    all.reversed().stream()
                            .filter(s -> s.to().equals(phone.substring(1)) || s.to().equals(phone))
                            .findFirst();
            if (mine.isPresent()) {
                return Math.max(0, mine.get().nanos() - accepted);
            }
            Thread.sleep(Duration.ofMillis(5));
        }
    }

    private void report(List<Long> waits, int campaign, double seconds) {
        long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d BULK queued in a pool of %d senders at %.0f/s (seed %d); %d HIGH in %.0f s%n",
                bulk, senders, rate, seed, urgent, seconds);
        System.out.printf(
                "HIGH, 202 to the wire: p50 %.3f s, p99 %.3f s, longest %.3f s; two token intervals of a sender are %.3f s%n",
                at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), 2 / rate);
        System.out.printf(
                "BULK meanwhile %.1f/s, with HIGH %.1f/s of the pool's %.0f/s%n",
                campaign / seconds, (campaign + urgent) / seconds, senders * rate);
    }

    private static double at(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e9;
    }
}
