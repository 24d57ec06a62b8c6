package io.posthorn.store.sqlite;

import static io.posthorn.store.Samples.NOW;

import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A process to be killed: pairs of messages live their lives side by side, each step of a pair one
/// transaction. Prints the pair's first id and its version as soon as a step is acknowledged.
final class CrashWriter {

    private static final int THREADS = 4;
    private static final int PAIRS_AT_MOST = 100_000;

    private final Store store;
    private final Samples samples;

    private CrashWriter(Store store) {
        this.store = store;
        this.samples = new Samples(store.lastId());
    }

    public static void main(String... args) {
        try (Store store = SqliteStore.open(Path.of(args[0]));
                var threads = Executors.newFixedThreadPool(THREADS)) {
            CrashWriter writer = new CrashWriter(store);
            for (int i = 0; i < THREADS; i++) {
                threads.execute(writer::run);
            }
        }
    }

    private void run() {
        for (int i = 0; i < PAIRS_AT_MOST; i++) {
            Batch.Submission submission = samples.submission(2);
            store.write(Batch.of(submission));
            acknowledged(submission.messages());
            List<Message> sending = step(submission.messages(), m -> Samples.chosen(m, NOW));
            List<Message> sent = step(sending, m -> Samples.sent(m, NOW, key(m)));
            step(sent, m -> Samples.delivered(m, NOW));
        }
    }

    static String key(Message message) {
        return Long.toHexString(message.id().value());
    }

    private List<Message> step(List<Message> pair, Function<Message, Change> next) {
        List<Change> changes = pair.stream().map(next).toList();
        store.write(Batch.of(changes));
        List<Message> after = changes.stream().map(Change::after).toList();
        acknowledged(after);
        return after;
    }

    private static void acknowledged(List<Message> pair) {
        Message first = pair.getFirst();
        System.out.println(first.id().value() + " " + first.version());
    }
}
