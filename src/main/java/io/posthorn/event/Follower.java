package io.posthorn.event;

import io.posthorn.Signal;
import io.posthorn.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Reads the log as it grows, for one who waits. Keeps nothing but its place.
public final class Follower implements AutoCloseable {

    private static final int PAGE = 100;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Feed feed;
    private final EventFilter filter;
    private final Time time;
    private final Consumer<Follower> leave;
    private final Signal signal = new Signal();
    private long position;
    private volatile boolean ended;

    Follower(Feed feed, long from, EventFilter filter, Time time, Consumer<Follower> leave) {
        this.feed = feed;
        this.position = from;
        this.filter = filter;
        this.time = time;
        this.leave = leave;
    }

    /// The next events, at once when there are any; none when `patience` passed without one, or
    /// when this has ended.
    public List<CloudEvent> next(Duration patience) throws InterruptedException {
        Instant until = time.now().plus(patience);
        while (!ended) {
            long from = position;
            Feed.Page page = feed.after(from, PAGE, filter);
            position = page.readTo();
            if (!page.events().isEmpty()) {
                return page.events();
            }
            Instant now = time.now();
            if (!now.isBefore(until)) {
                return List.of();
            }
            if (position == from) {
                Instant look = now.plus(LOOK_AGAIN);
                time.await(signal, look.isBefore(until) ? look : until);
            }
        }
        return List.of();
    }

    /// The server is stopping.
    public boolean ended() {
        return ended;
    }

    void wake() {
        signal.raise();
    }

    void end() {
        ended = true;
        signal.raise();
    }

    @Override
    public void close() {
        leave.accept(this);
    }
}
