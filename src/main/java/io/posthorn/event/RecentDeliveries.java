package io.posthorn.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was last posted to one endpoint, and what is being tried now. Forgotten when the server
/// stops.
final class RecentDeliveries {

    private static final int MAX = 10;

    private final Deque<Parcel> recent = new ArrayDeque<>();
    private @Nullable Parcel trying;

    synchronized void trying(Parcel parcel) {
        trying = parcel;
    }

    synchronized void ended(Parcel parcel) {
        trying = null;
        recent.addFirst(parcel);
        if (recent.size() > MAX) {
            recent.removeLast();
        }
    }

    /// It will not be tried again as it is.
    synchronized void dropped() {
        trying = null;
    }

    synchronized Optional<Parcel> current() {
        return Optional.ofNullable(trying);
    }

    /// Newest first.
    synchronized List<Parcel> delivered() {
        return List.copyOf(recent);
    }
}
