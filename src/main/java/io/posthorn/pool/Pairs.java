package io.posthorn.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps the time between two messages of one sender to one recipient. Safe for many threads.
final class Pairs {

    private static final int REMEMBERED = 100_000; // recipients

    private final Duration interval;
    private final Map<Long, Instant> next = new Recent();

    Pairs(Duration interval) {
        this.interval = interval;
    }

    /// When a message to `recipient` may go; empty: now.
    synchronized Optional<Instant> opens(long recipient, Instant now) {
        return Optional.ofNullable(next.get(recipient)).filter(now::isBefore);
    }

    synchronized void given(long recipient, Instant at) {
        next.put(recipient, at.plus(interval));
    }

    private static final class Recent extends LinkedHashMap<Long, Instant> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > REMEMBERED;
        }
    }
}
