package io.posthorn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Sends requests over many connections until a number of messages is accepted.
final class Load {

    private final int port;
    private final Requests requests;
    private final int clients;
    private final AtomicInteger next = new AtomicInteger();

    Load(int port, Requests requests, int clients) {
        this.port = port;
        this.requests = requests;
        this.clients = clients;
    }

    /// What came of it.
    ///
    /// @param nanos from the first request to the last answer
    /// @param latencies of requests, in nanoseconds, from the moment they were due
    record Accepted(long nanos, long[] latencies) {}

    /// Sends `messages` in all, `rate` of them a second; 0: each client as fast as it is answered.
    Accepted send(int messages, int rate) throws InterruptedException {
        int count = messages / requests.recipients();
        long[] latencies = new long[count];
        double gap = rate == 0 ? 0 : 1e9 * requests.recipients() / rate;
        next.set(0);
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(
                        threads.submit(() -> {
                            client(latencies, start, gap);
                            return null;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        }
        return new Accepted(System.nanoTime() - start, latencies);
    }

    private void client(long[] latencies, long start, double gap) throws IOException {
        try (var connection = new HttpClientConnection(port)) {
            for (int i = next.getAndIncrement(); i < latencies.length; i = next.getAndIncrement()) {
                String body = requests.body(i * requests.recipients());
                long due = gap == 0 ? System.nanoTime() : start + (long) (i * gap);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var answer = connection.send("POST", "/v1/Messages", body);
                latencies[i] = System.nanoTime() - due;
                if (answer.status() != 202) {
                    throw new IOException("answered " + answer);
                }
            }
        }
    }
}
