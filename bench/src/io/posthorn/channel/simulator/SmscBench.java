package io.posthorn.channel.simulator;

import com.sun.management.OperatingSystemMXBean;
import io.posthorn.Time;
import io.posthorn.channel.smpp.ShortMessage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// How many submit_sm with receipts the simulated carrier takes in a second, its customers on the
/// same machine and in the same process.
///
/// Arguments: sessions (2), seconds (10), receipt delay in milliseconds (0), submits a second (0:
/// as many as it takes).
final class SmscBench {
    private static final int BATCH = 100;
    private static final int SUBMITTERS = 8; // per session: keeps its window filled

    private SmscBench() {}

    public static void main(String[] arguments) throws Exception {
        int sessions = argument(arguments, 0, 2);
        int seconds = argument(arguments, 1, 10);
        int delay = argument(arguments, 2, 0);
        int rate = argument(arguments, 3, 0);
        Behavior behavior =
                Behavior.DEFAULT.with(
                        Behavior.Receipts.AT_ONCE.after(Delay.of(Duration.ofMillis(delay))));
        System.out.printf(
                Locale.ROOT,
                "sessions %d, receipt delay %d ms, rate %,d/s, %d processors, %s%n",
                sessions,
                delay,
                rate,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
        try (Smsc smsc = Smsc.start(behavior)) {
            List<Esme> esmes = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                esmes.add(Esme.bind(smsc, "bench"));
            }
            List<Thread> load = load(esmes, rate);
            measure("warm-up", smsc, Duration.ofSeconds(5));
            measure("measured", smsc, Duration.ofSeconds(seconds));
            load.forEach(Thread::interrupt);
            esmes.forEach(Esme::close);
        }
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : fallback;
    }

    private static List<Thread> load(List<Esme> esmes, int rate) {
        ShortMessage message =
                Esme.message(Esme.PHONE, "Your code is 123456. Do not tell anybody.");
        List<ShortMessage> batch = Collections.nCopies(BATCH, message);
        List<Thread> load = new ArrayList<>();
        for (Esme esme : esmes) {
            for (int i = 0; i < SUBMITTERS; i++) {
                load.add(
                        Thread.ofVirtual()
                                .start(() -> submit(esme, batch, pause(esmes.size(), rate))));
            }
        }
        return load;
    }

    /// Between two batches of one submitter.
    private static Duration pause(int sessions, int rate) {
        return rate == 0
                ? Duration.ZERO
                : Duration.ofSeconds(1).multipliedBy(BATCH * SUBMITTERS * sessions).dividedBy(rate);
    }

    private static void submit(Esme esme, List<ShortMessage> batch, Duration pause) {
        try {
            for (Instant next = Instant.now(); true; next = next.plus(pause)) {
                Time.system().sleepUntil(next);
                esme.submitAll(batch);
                esme.forget();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // measured enough
        }
    }

    private static void measure(String name, Smsc smsc, Duration duration)
            throws InterruptedException {
        Traffic.Totals before = smsc.traffic().totals();
        long start = System.nanoTime();
        long cpu = cpuNanos();
        Thread.sleep(duration);
        double seconds = (System.nanoTime() - start) / 1e9;
        Traffic.Totals after = smsc.traffic().totals();
        long submits = after.submits() - before.submits();
        System.out.printf(
                Locale.ROOT,
                "%-9s %,9.0f submits/s %,9.0f receipts/s %6.1f us CPU per message, both ends%n",
                name,
                submits / seconds,
                (after.receiptsTaken() - before.receiptsTaken()) / seconds,
                (cpuNanos() - cpu) / 1e3 / submits);
    }

    private static long cpuNanos() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
