package io.posthorn.channel.simulator;

import io.posthorn.Signal;
import io.posthorn.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks when they are due, on one thread for all of them; those due at the same moment in the
/// order given. A task must not block.
final class Agenda implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agenda.class);

    private record Entry(Instant due, long order, Runnable task) {}

    private final Time time;
    private final Signal changed = new Signal();
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private final Thread thread;
    private long order;

    Agenda(Time time) {
        this.time = time;
        this.thread = Thread.ofPlatform().daemon().name("simulator agenda").start(this::run);
    }

    void at(Instant due, Runnable task) {
        if (add(due, task)) {
            changed.raise();
        }
    }

    /// True when nothing else is due earlier.
    private synchronized boolean add(Instant due, Runnable task) {
        Entry first = entries.peek();
        entries.add(new Entry(due, order++, task));
        return first == null || due.isBefore(first.due);
    }

    private void run() {
        try {
            while (true) {
                due().forEach(Agenda::run);
                time.await(changed, next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private static void run(Entry entry) {
        try {
            entry.task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the simulator failed; the others go on", e);
        }
    }

    private synchronized List<Entry> due() {
        Instant now = time.now();
        List<Entry> due = new ArrayList<>();
        for (Entry first = entries.peek();
                first != null && !first.due.isAfter(now);
                first = entries.peek()) {
            due.add(entries.remove());
        }
        return due;
    }

    private synchronized Instant next() {
        Entry first = entries.peek();
        return first == null ? Instant.MAX : first.due;
    }

    /// Forgets what is not due yet.
    @Override
    public void close() {
        thread.interrupt();
    }
}
