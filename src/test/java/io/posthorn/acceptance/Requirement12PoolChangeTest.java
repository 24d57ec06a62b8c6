package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 12: a pool may change at any moment, and strands nothing.
/// Requirement 14: a sender of weight 0 drains.
@Isolated("it measures in real time how fast a change takes effect")
class Requirement12PoolChangeTest {

    private static final int LOAD = 60; // messages per second
    private static final int CHANGES_PER_SECOND = 10;
    private static final int CHANGES = 80;
    private static final long EFFECT = 100_000_000; // nanoseconds
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long SEED = 12;

    @TempDir Path folder;
    private final List<String> senders = new ArrayList<>();
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String pool = "";

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private static String address(int sender) {
        return "+1206555051" + sender;
    }

    private void pool(int size) {
        String connection = client.connection("carrier", smsc);
        for (int i = 0; i < size; i++) {
            senders.add(client.sender(address(i), connection, 100));
        }
        pool = client.pool("{}", senders);
    }

    private String member(int sender) {
        return "/v1/SenderPools/%s/Senders/%s".formatted(pool, senders.get(sender));
    }

    private void change(int sender, String change) {
        client.patch(member(sender), change).expect(200);
    }

    private void add(int sender) {
        client.post(
                        "/v1/SenderPools/" + pool + "/Senders",
                        "[{\"senderId\": \"" + senders.get(sender) + "\"}]")
                .expect(202);
    }

    private void remove(int sender) {
        client.delete(member(sender)).expect(202);
    }

    @Test
    void ten_random_changes_a_second_strand_nothing_and_send_nothing_twice() throws Exception {
        pool(5);
        System.out.println("pool changes: seed " + SEED);
        var random = new Random(SEED);
        Set<Integer> out = new HashSet<>();
        try (Load load = new Load(client, pool, LOAD, 2_330_000)) {
            long next = System.nanoTime();
            for (int i = 0; i < CHANGES; i++) {
                changeAny(random, out);
                next += Arrivals.SECOND / CHANGES_PER_SECOND;
                LockSupport.parkNanos(next - System.nanoTime()); // the rate of changes
            }
            load.stop();
            out.forEach(this::add);
            change(0, "{\"enabled\": true, \"weight\": 1}");

            assertThat(load.awaitEnded())
                    .allMatch(m -> m.get("status").asString().equals("DELIVERED"));
            List<String> phones =
                    smsc.traffic().submits().stream().map(Submitted::to).sorted().toList();
            assertThat(phones).doesNotHaveDuplicates();
            assertThat(Set.copyOf(phones)).isEqualTo(load.reached());
        }
    }

    private void changeAny(Random random, Set<Integer> out) {
        int sender = random.nextInt(senders.size());
        if (out.remove(sender)) {
            add(sender);
            return;
        }
        boolean last = out.size() == senders.size() - 1;
        switch (random.nextInt(last ? 1 : 0, 4)) {
            case 0 -> {
                remove(sender);
                out.add(sender);
            }
            case 1 -> change(sender, "{\"enabled\": false}");
            case 2 -> change(sender, "{\"enabled\": true}");
            default -> change(sender, "{\"weight\": %d}".formatted(random.nextInt(4)));
        }
    }

    @Test
    void without_its_last_sender_a_message_waits_and_says_why_and_leaves_when_one_is_back() {
        pool(1);
        smsc.stop();
        String operation = client.send(pool, "anybody?", Client.phones(2_340_000, 1));
        remove(0);
        smsc.start();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> client.only(operation).path("waitingReason").asString(""),
                        "NO_SENDER"::equals);
        JsonNode waiting = client.only(operation);
        assertThat(waiting.get("status").asString()).isEqualTo("QUEUED");
        assertThat(smsc.traffic().totals().submits()).isZero();

        add(0);

        client.awaitStatus(operation, "DELIVERED", SOON);
        assertThat(smsc.traffic().totals().submits()).isEqualTo(1);
    }

    @Test
    void a_change_takes_effect_within_100_ms() throws Exception {
        pool(2);
        try (Load load = new Load(client, pool, LOAD, 2_350_000)) {
            for (int i = 0; i < 10; i++) {
                int standby = i % 2;
                change(standby, "{\"tier\": 1}");
                long changed = System.nanoTime();
                load.awaitMore(LOAD / 2);
                Set<String> after = load.reachedSince(changed + EFFECT);
                assertThat(by(standby))
                        .as("sent by the old rule")
                        .doesNotContainAnyElementsOf(after);
                assertThat(by(1 - standby)).containsAnyElementsOf(after);
                change(standby, "{\"tier\": 0}");
            }
        }
    }

    /// Whom a sender has sent to.
    private Set<String> by(int sender) {
        return new Arrivals(smsc.traffic().submits())
                .of(address(sender)).submits().stream()
                        .map(Submitted::to)
                        .collect(Collectors.toSet());
    }

    @Test
    void requirement_14_a_sender_of_weight_0_drains_without_errors() throws Exception {
        pool(2);
        try (Load load = new Load(client, pool, LOAD, 2_360_000)) {
            load.awaitMore(LOAD);
            change(0, "{\"weight\": 0}");
            long drained = System.nanoTime() + Arrivals.SECOND;
            load.awaitMore(3 * LOAD);
            load.stop();
            assertThat(load.awaitEnded())
                    .allMatch(m -> m.get("status").asString().equals("DELIVERED"))
                    .allMatch(m -> m.get("attempts").size() == 1);
            Arrivals all = new Arrivals(smsc.traffic().submits());
            assertThat(all.of(address(0)).count()).as("before").isPositive();
            assertThat(all.between(drained, Long.MAX_VALUE).of(address(0)).count()).isZero();
        }
    }
}
