package io.posthorn.cli;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Does the same with many things, a few at a time; the first failure ends it.
final class Parallel {

    /// Requests on their way at once: enough to keep a server's disk busy while the next ones are
    /// written and read.
    static final int WIDTH = 4;

    private Parallel() {}

    interface Task<T> {
        void with(T item) throws InterruptedException;
    }

    static <T> void forEach(Iterator<T> items, Task<T> task) throws InterruptedException {
        Semaphore room = new Semaphore(WIDTH);
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (failure.get() == null && items.hasNext()) {
                T item = items.next();
                room.acquire();
                threads.execute(() -> run(item, task, failure, room));
            }
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private static <T> void run(
            T item,
            Task<T> task,
            AtomicReference<@Nullable RuntimeException> failure,
            Semaphore room) {
        try {
            task.with(item);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, new Failure(ExitCode.INTERRUPTED, "interrupted", e));
        } finally {
            room.release();
        }
    }
}
