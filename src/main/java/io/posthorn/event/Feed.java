package io.posthorn.event;

import io.posthorn.message.LogEntry;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The log as CloudEvents, read from any position. Keeps nothing: a reader that waits costs
/// nothing, and one that is behind reads what the others have read before it.
public final class Feed {

    private static final int LINES = 500; // read at once; keeps a page of a sparse filter short

    private final Store store;

    public Feed(Store store) {
        this.store = store;
    }

    /// Some events in order.
    ///
    /// @param readTo the position up to which nothing else is for this reader
    public record Page(List<CloudEvent> events, long readTo) {}

    /// The last position of the log.
    public long end() {
        return store.lastSeq();
    }

    /// Up to `max` events after `seq`. An empty page with `readTo` after `seq` says that there was
    /// something for others; with `readTo` equal to `seq`, that the log ends here.
    public Page after(long seq, int max, EventFilter filter) {
        Rendering rendering = new Rendering(store, filter);
        List<CloudEvent> found = new ArrayList<>();
        long readTo = seq;
        for (LogEntry entry : store.events(seq, LINES)) {
            if (rendering.concerns(entry)) {
                long next = Math.max(readTo + 1, Rendering.firstSeq(entry));
                for (long at = next; at <= entry.seq(); at++) {
                    rendering.at(entry, at).ifPresent(found::add);
                    if (found.size() == max) {
                        return new Page(found, at);
                    }
                }
            }
            readTo = entry.seq();
        }
        return new Page(found, readTo);
    }

    /// The events with these ids, as far as they are still stored and for this reader.
    public List<CloudEvent> find(List<EventId> ids, EventFilter filter) {
        Rendering rendering = new Rendering(store, filter);
        return ids.stream().flatMap(id -> find(rendering, id).stream()).toList();
    }

    private Optional<CloudEvent> find(Rendering rendering, EventId id) {
        return store.events(id.seq() - 1, 1).stream()
                .filter(entry -> Rendering.firstSeq(entry) <= id.seq())
                .findFirst()
                .flatMap(entry -> rendering.at(entry, id.seq()))
                .filter(event -> event.id().equals(id));
    }

    /// The position before the first line that is not older than `moment`.
    public long before(Instant moment) {
        long low = 0; // everything up to here is older
        long high = store.lastSeq();
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<LogEntry> next = store.events(middle, 1).stream().findFirst();
            if (next.isPresent() && next.get().at().isBefore(moment)) {
                low = next.get().seq();
            } else {
                high = middle;
            }
        }
        return low;
    }
}
