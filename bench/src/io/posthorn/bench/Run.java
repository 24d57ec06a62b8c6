package io.posthorn.bench;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// One measurement on a fresh server: warm up, load, wait for the last receipt, look at everything.
final class Run {

    /// Segments per second of each sender: more than anything here can do.
    static final double SENT = 100_000;

    /// What is accepted stays in its queue.
    static final double NOT_SENT = 0.001;

    private final Settings settings;
    private final int recipients;
    private final double throughput;

    Run(Settings settings, int recipients, double throughput) {
        this.settings = settings;
        this.recipients = recipients;
        this.throughput = throughput;
    }

    /// @param rate messages per second; 0: as fast as they are answered
    void measure(String phase, int rate) throws IOException, InterruptedException {
        Path folder = settings.work.resolve(phase + "-" + recipients);
        Moment before;
        Moment after;
        try (Smsc smsc = Smsc.start(behavior());
                ServerProcess server = ServerProcess.start(folder, settings.profile);
                Admin admin = new Admin(server.port())) {
            var requests = new Requests(admin.pool(settings, smsc.port(), throughput), recipients);
            admin.awaitConnected();
            var load = new Load(server.port(), requests, settings.clientsFor(recipients));
            once(load, smsc, settings.warmUp, 0);
            before = Moment.of(server, admin, smsc);
            Load.Accepted accepted = once(load, smsc, count(rate), rate);
            after = Moment.of(server, admin, smsc);
            report(phase, rate, accepted, before, after);
        }
        if (throughput == SENT) {
            settled(Settled.newest(folder.resolve("posthorn.db"), count(rate)), before, after);
        }
    }

    private Behavior behavior() {
        Delay delay = Delay.of(Duration.ofMillis(settings.receiptDelay));
        return Behavior.DEFAULT.with(Behavior.Receipts.AT_ONCE.after(delay));
    }

    /// A paced run lasts 20 s at most: its figures are latencies, and they settle soon.
    private int count(int rate) {
        int most = rate == 0 ? settings.messages : Math.min(settings.messages, 20 * rate);
        return most / recipients * recipients;
    }

    private Load.Accepted once(Load load, Smsc smsc, int messages, int rate)
            throws InterruptedException, IOException {
        long goal =
                smsc.traffic().totals().receiptsTaken() + (long) messages / recipients * recipients;
        Load.Accepted accepted = load.send(messages, rate);
        if (throughput == SENT) {
            awaitReceipts(smsc, goal);
        }
        return accepted;
    }

    /// The server acknowledges a receipt when the message's final status is on disk.
    private void awaitReceipts(Smsc smsc, long goal) throws InterruptedException, IOException {
        Instant end = Instant.now().plus(settings.limit);
        while (smsc.traffic().totals().receiptsTaken() < goal) {
            if (Instant.now().isAfter(end)) {
                throw new IOException(
                        "not all delivered within "
                                + settings.limit
                                + ": wanted "
                                + goal
                                + ", have "
                                + smsc.traffic().totals());
            }
            Thread.sleep(5);
        }
    }

    private record Moment(
            long nanos,
            Usage server,
            long own,
            long machine,
            double commits,
            double committing,
            long bytes,
            Traffic.Totals carrier) {

        static Moment of(ServerProcess server, Admin admin, Smsc smsc) throws IOException {
            return new Moment(
                    System.nanoTime(),
                    server.usage(),
                    Usage.ownNanos(),
                    Usage.machineNanos(),
                    admin.metric("posthorn_commit_seconds_count"),
                    admin.metric("posthorn_commit_seconds_sum"),
                    server.storeBytes(),
                    smsc.traffic().totals());
        }
    }

    private void report(
            String phase, int rate, Load.Accepted accepted, Moment before, Moment after) {
        int messages = count(rate);
        double seconds = (after.nanos - before.nanos) / 1e9;
        double commits = after.commits - before.commits;
        System.out.printf(
                Locale.ROOT,
                "%-6s x%-4d accepted %,9.0f msg/s (%,.0f requests/s, answered in %s)%n",
                phase,
                recipients,
                messages * 1e9 / accepted.nanos(),
                messages * 1e9 / recipients / accepted.nanos(),
                new Percentiles(accepted.latencies(), 1e6));
        if (throughput == SENT) {
            System.out.printf(
                    Locale.ROOT,
                    "             completed %,8.0f msg/s in %.1f s%n",
                    messages / seconds,
                    seconds);
        }
        double server = after.server.cpuNanos() - before.server.cpuNanos();
        double own = after.own - before.own;
        double others = Math.max(0, after.machine - before.machine - server - own);
        System.out.printf(
                Locale.ROOT,
                "             CPU per message: server %.1f us (the ledger's thread %.1f, compiling %.1f, collecting %.1f), load and carrier %.1f us;"
                        + " cores busy: server %.2f, load and carrier %.2f, other programs %.2f%n",
                server / 1e3 / messages,
                (after.server.ledgerNanos() - before.server.ledgerNanos()) / 1e3 / messages,
                Math.max(0, after.server.compilerNanos() - before.server.compilerNanos())
                        / 1e3
                        / messages,
                (after.server.collectorNanos() - before.server.collectorNanos()) / 1e3 / messages,
                own / 1e3 / messages,
                server / 1e9 / seconds,
                own / 1e9 / seconds,
                others / 1e9 / seconds);
        System.out.printf(
                Locale.ROOT,
                "             memory at most %,d MiB; store %,d bytes per message, written %,d; %,.0f commits (fsync), %.0f messages each,"
                        + " busy %.0f %% of the time%n",
                after.server.peakMemory() >> 20,
                (after.bytes - before.bytes) / messages,
                (after.server.written() - before.server.written()) / messages,
                commits,
                messages / commits,
                100 * (after.committing - before.committing) / seconds);
    }

    private static void settled(Settled end, Moment before, Moment after) {
        System.out.printf(
                Locale.ROOT,
                "             accepted to DELIVERED %s; %,d of %,d DELIVERED, %,d submits%n",
                new Percentiles(end.millis(), 1),
                end.delivered(),
                end.messages(),
                after.carrier.submits() - before.carrier.submits());
    }
}
