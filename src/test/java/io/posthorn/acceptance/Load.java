package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Submitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// One message after the other to a pool, evenly, each to a phone of its own.
final class Load implements AutoCloseable {

    private static final int MOST = 5_000;

    private final Client client;
    private final String pool;
    private final List<String> phones;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<String, Long> begun = Collections.synchronizedMap(new HashMap<>());
    private final Map<String, Long> accepted = Collections.synchronizedMap(new HashMap<>());
    private final List<String> operations = Collections.synchronizedList(new ArrayList<>());
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> beats;

    /// @param firstPhone as in [Client#phones]
    Load(Client client, String pool, int perSecond, int firstPhone) {
        this.client = client;
        this.pool = pool;
        this.phones = Client.phones(firstPhone, MOST);
        beats =
                beat.scheduleAtFixedRate(
                        this::one, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void one() {
        String phone = phones.get(next.getAndIncrement());
        begun.put(phone, System.nanoTime());
        operations.add(client.send(pool, "hello " + phone, List.of(phone)));
        accepted.put(phone, System.nanoTime());
    }

    void awaitMore(int count) {
        int wanted = accepted.size() + count;
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> accepted.size() >= wanted);
    }

    void stop() throws InterruptedException {
        beats.cancel(false);
        beat.shutdown();
        assertThat(beat.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /// Its messages, once none can change any more.
    List<JsonNode> awaitEnded() {
        operations.forEach(o -> client.awaitCompleted(o, Duration.ofSeconds(20)));
        return operations.stream().map(client::only).toList();
    }

    /// Whom it wrote to.
    Set<String> reached() {
        return Set.copyOf(accepted.keySet());
    }

    /// Whom it wrote to in requests that began at `nanos` or later.
    Set<String> reachedSince(long nanos) {
        Set<String> phones = new HashSet<>();
        synchronized (begun) {
            begun.forEach((phone, at) -> {
                if (at >= nanos) {
                    phones.add(phone);
                }
            });
        }
        return phones;
    }

    /// The longest from accept to carrier in seconds, of all but `except`.
    double slowest(Map<String, List<Submitted>> byPhone, Set<String> except) {
        return byPhone.entrySet().stream()
                        .filter(e -> !except.contains(e.getKey()))
                        .mapToLong(e -> e.getValue().getLast().nanos() - accepted.get(e.getKey()))
                        .max()
                        .orElseThrow()
                / 1e9;
    }

    @Override
    public void close() {
        beat.shutdownNow();
    }
}
