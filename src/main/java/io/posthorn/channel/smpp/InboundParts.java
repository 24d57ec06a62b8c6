package io.posthorn.channel.smpp;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Puts the parts of long incoming messages together, in whatever order they come.
final class InboundParts {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int WAITING_MAX = 10_000; // messages; the oldest give way

    private final Map<Key, Waiting> waiting = new LinkedHashMap<>();

    /// All parts of one message share these.
    private record Key(String from, String to, int reference, int total) {}

    private record Waiting(
            long since, TreeMap<Integer, String> texts, CompletableFuture<Void> kept) {}

    /// What a part's arrival means.
    ///
    /// @param whole the text, when this part was the last one missing
    /// @param kept to be completed by whoever got `whole`, for the others to wait for
    record Arrival(Optional<String> whole, CompletableFuture<Void> kept) {}

    /// Takes a part at `now`, nanoseconds of one clock.
    synchronized Arrival add(String from, String to, PartOf part, String text, long now) {
        forgetOld(now);
        Key key = new Key(from, to, part.reference(), part.total());
        Waiting message =
                waiting.computeIfAbsent(
                        key, _ -> new Waiting(now, new TreeMap<>(), new CompletableFuture<>()));
        message.texts().put(part.number(), text);
        if (message.texts().size() < part.total()) {
            return new Arrival(Optional.empty(), message.kept());
        }
        waiting.remove(key);
        String whole = String.join("", message.texts().values());
        return new Arrival(Optional.of(whole), message.kept());
    }

    private void forgetOld(long now) {
        Iterator<Waiting> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            boolean old = now - oldest.next().since() > PATIENCE.toNanos();
            if (!old && waiting.size() < WAITING_MAX) {
                return;
            }
            oldest.remove();
        }
    }
}
