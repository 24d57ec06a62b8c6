package io.posthorn.bench;

import io.posthorn.message.Message;
import io.posthorn.message.State;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.Store;
import io.posthorn.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What the newest messages have become, as a store tells that is opened again.
///
/// @param delivered how many are `Delivered`
/// @param millis of those, from their id's moment to the commit of the receipt
record Settled(int messages, int delivered, long[] millis) {

    private static final int PAGE = 1_000;

    static Settled newest(Path file, int messages) {
        long[] millis = new long[messages];
        int seen = 0;
        int delivered = 0;
        try (Store store = SqliteStore.open(file)) {
            var query = MessageQuery.all(ServerProcess.ACCOUNT, PAGE);
            List<Message> page = store.messages(query);
            while (!page.isEmpty() && seen < messages) {
                for (Message message : page.subList(0, Math.min(page.size(), messages - seen))) {
                    seen++;
                    if (message.state() instanceof State.Delivered) {
                        millis[delivered++] = age(message);
                    }
                }
                page = store.messages(query.before(page.getLast().id()));
            }
        }
        return new Settled(seen, delivered, Arrays.copyOf(millis, delivered));
    }

    private static long age(Message message) {
        return Duration.between(message.id().createdAt(), message.updatedAt()).toMillis();
    }
}
