package io.posthorn.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows operations until nothing more is to be expected of them.
final class Watch {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /// How long receipts are waited for after the last thing that happened.
    private static final Duration RECEIPTS = Duration.ofMinutes(1);

    private final Api api;
    private final Supplier<List<String>> operations;
    private final Map<String, Outcome> known = new ConcurrentHashMap<>();

    /// @param operations ids, more of them as the upload goes on
    Watch(Api api, Supplier<List<String>> operations) {
        this.api = api;
        this.operations = operations;
    }

    Outcome outcome() {
        return known.values().stream().reduce(Outcome.NOTHING, Outcome::plus);
    }

    /// Runs the upload, watching from its beginning.
    void follow(Upload upload) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Thread uploading =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                upload.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (RuntimeException e) {
                                failure.set(e);
                            } finally {
                                done.set(true);
                            }
                        });
        try {
            lookUntil(done, failure);
        } finally {
            uploading.interrupt();
            uploading.join();
        }
    }

    private void lookUntil(AtomicBoolean done, AtomicReference<@Nullable RuntimeException> failure)
            throws InterruptedException {
        Outcome before = Outcome.NOTHING;
        long changed = System.nanoTime();
        while (true) {
            boolean complete = done.get();
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            look();
            Outcome now = outcome();
            if (!now.equals(before)) {
                changed = System.nanoTime();
            }
            before = now;
            Duration still = Duration.ofNanos(System.nanoTime() - changed);
            if (complete && isOver(now, still)) {
                return;
            }
            Thread.sleep(PAUSE);
        }
    }

    private static boolean isOver(Outcome now, Duration still) {
        boolean nothingBefore = now.queued() == 0 && now.sent() == 0; // only what is scheduled
        return now.isFinal()
                || nothingBefore
                || (now.queued() == 0 && still.compareTo(RECEIPTS) > 0);
    }

    /// Asks once for every operation that has not ended.
    void look() throws InterruptedException {
        List<String> open =
                operations.get().stream()
                        .filter(id -> !known.containsKey(id) || !known.get(id).isFinal())
                        .toList();
        Parallel.forEach(
                open.iterator(),
                id -> known.put(id, Outcome.of(api.get("/v1/Messages/Operations/" + id))));
    }
}
