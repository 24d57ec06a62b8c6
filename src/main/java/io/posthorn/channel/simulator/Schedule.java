package io.posthorn.channel.simulator;

import io.posthorn.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks when they are due, on one thread for all of them; those due at the same moment in the
/// order given. A task must not block.
final class Schedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private record Entry(long due, long order, Runnable task) {}

    private final Time time;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::due).thenComparingLong(Entry::order));
    private final Thread thread;
    private long ahead; // nanoseconds the clock was moved forward
    private long order;
    private boolean closed;

    Schedule(Time time) {
        this.time = time;
        this.thread = Thread.ofPlatform().daemon().name("simulator schedule").start(this::run);
    }

    /// Now, on the scale of [#at(long, Runnable)]: nanoseconds that jump with [#advance(Duration)].
    synchronized long now() {
        return time.nanos() + ahead;
    }

    synchronized void at(long due, Runnable task) {
        Entry first = entries.peek();
        entries.add(new Entry(due, order++, task));
        if (first == null || due < first.due) {
            notifyAll();
        }
    }

    void after(Duration delay, Runnable task) {
        at(now() + delay.toNanos(), task);
    }

    /// Makes due what would be due in `duration`.
    synchronized void advance(Duration duration) {
        ahead += duration.toNanos();
        notifyAll();
    }

    private void run() {
        try {
            for (List<Entry> due = take(); !due.isEmpty(); due = take()) {
                due.forEach(Schedule::run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Entry entry) {
        try {
            entry.task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the simulator failed; the others go on", e);
        }
    }

    /// Everything due, as soon as there is something; nothing when closed.
    private synchronized List<Entry> take() throws InterruptedException {
        while (!closed && !isDue(entries.peek())) {
            wait(millisToFirst());
        }
        List<Entry> due = new ArrayList<>();
        while (isDue(entries.peek())) {
            due.add(entries.remove());
        }
        return due;
    }

    private boolean isDue(@Nullable Entry entry) {
        return entry != null && entry.due <= now();
    }

    /// Rounded up; 0, which means for ever, when there is none.
    private long millisToFirst() {
        Entry first = entries.peek();
        return first == null ? 0 : (first.due - now()) / MILLI + 1;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            entries.clear();
            notifyAll();
        }
        thread.interrupt();
    }
}
