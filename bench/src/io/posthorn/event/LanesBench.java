package io.posthorn.event;

import io.posthorn.Time;
import io.posthorn.message.Change;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.Store;
import io.posthorn.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How fast an endpoint that returns is told what waited for it, and what a dead one costs others:
/// the log of a store on disk, posted over loopback to a receiver in this process.
///
/// Arguments: messages (four or five events each), directory.
public final class LanesBench {

    private static final int PER_OPERATION = 1_000;

    private final Samples samples = new Samples();
    private final Store store;

    private LanesBench(Store store) {
        this.store = store;
    }

    public static void main(String... args) throws IOException, InterruptedException {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Path directory =
                Files.createTempDirectory(Path.of(args.length > 1 ? args[1] : "."), "bench");
        try (Store store = SqliteStore.open(directory.resolve("posthorn.db"))) {
            new LanesBench(store).run(messages);
        } finally {
            try (var files = Files.list(directory)) {
                files.forEach(LanesBench::delete);
            }
            Files.delete(directory);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(int messages) throws IOException, InterruptedException {
        Ids ids = new Ids(1L << 60);
        Endpoints endpoints = new Endpoints(store, ids, Time.system());
        AddressGuard guard = new AddressGuard(AddressGuard.Reach.EVERYWHERE);
        Courier courier = new Courier(guard, Map.of(Samples.ACCOUNT, "token"), Time.system());
        Lanes lanes = new Lanes(store, endpoints, new Feed(store), courier, Time.system());
        try (CountingReceiver alive = new CountingReceiver()) {
            endpoints.addWebhook((id, now) -> webhook(id, "http://127.0.0.1:1/", now)); // dead
            endpoints.addWebhook((id, now) -> webhook(id, alive.url(), now));
            long first = store.lastSeq();
            for (int i = 0; i < messages; i += PER_OPERATION) {
                live(Math.min(PER_OPERATION, messages - i));
            }
            long positions = store.lastSeq() - first;
            System.out.printf("%,d events in %d MB%n", positions, store.size() >> 20);
            long began = System.nanoTime();
            lanes.start();
            while (alive.events() < positions) {
                Thread.sleep(10);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "drained %,.0f events/s beside a dead endpoint%n", positions / seconds);
        } finally {
            lanes.close();
        }
    }

    private static Webhook webhook(io.posthorn.message.WebhookId id, String url, Instant now) {
        return new Webhook(
                id,
                Samples.ACCOUNT,
                url,
                List.of("*"),
                Optional.empty(),
                Signatures.newSecret(),
                Webhook.MAX_BATCH,
                now,
                now);
    }

    private void live(int messages) {
        Instant now = Instant.now();
        Batch.Submission submission = samples.submission(messages, Order.USUAL.at(now));
        store.write(Batch.of(submission));
        List<Change> steps = new ArrayList<>();
        for (Message message : submission.messages()) {
            Change chosen = Samples.chosen(message, now);
            Change sent = Samples.sent(chosen.after(), now, "k" + message.id());
            steps.add(new Change(message, chosen.after(), List.of()));
            steps.add(sent);
            steps.add(Samples.delivered(sent.after(), now));
        }
        store.write(Batch.of(steps));
    }
}
