package io.posthorn.store;

import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.sqlite.SqliteStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The whole life of messages in the embedded store, group by group: stored, claimed, chosen, sent,
/// found by receipt key, delivered, its events read. One thread, so a commit waits for nobody.
///
/// Arguments: messages, messages per transaction, messages per operation, directory.
public final class StoreBench {

    private static final int WARM_UP = 20_000;

    private final Samples samples = new Samples();
    private final Store store;
    private final int group;
    private final int perOperation;
    private final List<Long> commits = new ArrayList<>();
    private long lastSeq;
    private long keys;

    private StoreBench(Store store, int group, int perOperation) {
        this.store = store;
        this.group = group;
        this.perOperation = perOperation;
    }

    public static void main(String... args) throws IOException {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int group = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        int perOperation = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Path directory =
                Files.createTempDirectory(Path.of(args.length > 3 ? args[3] : "."), "bench");
        System.out.printf(
                "settings: %d messages, %d per transaction, %d per operation, %d processors,"
                        + " JDK %s, in %s%n",
                messages,
                group,
                perOperation,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                directory);
        try (Store store = SqliteStore.open(directory.resolve("posthorn.db"))) {
            StoreBench bench = new StoreBench(store, group, perOperation);
            bench.live(WARM_UP);
            bench.measure(messages, directory);
        } finally {
            for (String name : List.of("", "-wal", "-shm", ".lock")) {
                Files.deleteIfExists(directory.resolve("posthorn.db" + name));
            }
            Files.delete(directory);
        }
    }

    private void measure(int messages, Path directory) throws IOException {
        commits.clear();
        long size = Files.size(directory.resolve("posthorn.db"));
        long written = bytesWritten();
        long cpu = cpuNanos();
        long began = System.nanoTime();
        live(messages);
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuMicros = (cpuNanos() - cpu) / 1e3 / messages;
        long bytes = bytesWritten() - written;
        long[] sorted = commits.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("lives per second   %,10.0f%n", messages / seconds);
        System.out.printf("CPU per message    %10.1f us%n", cpuMicros);
        System.out.printf("commit p50         %10.1f ms%n", at(sorted, 0.5));
        System.out.printf("commit p99         %10.1f ms%n", at(sorted, 0.99));
        System.out.printf("commit max         %10.1f ms%n", at(sorted, 1));
        System.out.printf("written            %,10d bytes per message%n", bytes / messages);
        store.close();
        long grown = Files.size(directory.resolve("posthorn.db")) - size;
        System.out.printf("on disk            %,10d bytes per message%n", grown / messages);
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }

    private void live(int messages) {
        for (int done = 0; done < messages; done += group) {
            Instant now = Instant.now();
            accept(now);
            List<Message> claimed =
                    store.claim(
                            Samples.POOL.value(),
                            Priority.NORMAL,
                            Set.of(),
                            group,
                            now,
                            now.plusSeconds(60));
            List<Message> sending = write(claimed, m -> Samples.chosen(m, now));
            List<Message> sent =
                    write(sending, m -> Samples.sent(m, now, "%016x".formatted(++keys)));
            List<Message> found = sent.stream().map(this::receipt).toList();
            write(found, m -> Samples.delivered(m, now));
            lastSeq = store.events(lastSeq, 10 * group).getLast().seq();
        }
    }

    private void accept(Instant now) {
        Order order = Order.USUAL.at(now).pool(new PoolId(Samples.POOL.value()));
        List<Batch.Submission> submissions = new ArrayList<>();
        for (int size = 0; size < group; size += perOperation) {
            submissions.add(samples.submission(Math.min(perOperation, group - size), order));
        }
        commit(new Batch(submissions, List.of(), List.of(), List.of(), List.of()));
    }

    private List<Message> write(List<Message> messages, Function<Message, Change> step) {
        List<Change> changes = messages.stream().map(step).toList();
        commit(Batch.of(changes));
        return changes.stream().map(Change::after).toList();
    }

    private Message receipt(Message message) {
        SentPart part =
                store.findSent(Samples.CONNECTION, message.attempts().getLast().receiptKeys())
                        .getFirst();
        return store.find(part.message()).orElseThrow();
    }

    private void commit(Batch batch) {
        long began = System.nanoTime();
        Written written = store.write(batch);
        commits.add(System.nanoTime() - began);
        if (!written.refused().isEmpty()) {
            throw new IllegalStateException(
                    "refused: " + Arrays.toString(written.refused().toArray()));
        }
    }

    private static long cpuNanos() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
    }

    /// By this process, as the kernel counts it; 0 where it does not.
    private static long bytesWritten() throws IOException {
        Path io = Path.of("/proc/self/io");
        if (!Files.isReadable(io)) {
            return 0;
        }
        return Files.readAllLines(io).stream()
                .filter(line -> line.startsWith("write_bytes: "))
                .mapToLong(line -> Long.parseLong(line.substring(13)))
                .sum();
    }
}
