package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/// What was answered 202 survives the process, however it ends.
@Tag("process")
@Execution(ExecutionMode.CONCURRENT) // both mostly wait for processes to start
class KillTest {

    private static final int KILLS = 20;
    private static final int RECIPIENTS = 10; // of each request
    private static final int RATE = 200; // segments per second and sender
    private static final int TRIES = 4; // of a channel; routing.md, section 7
    private static final String CUT = "the server stopped while it was sending";
    private static final Behavior CARRIER =
            Behavior.DEFAULT
                    .with(Behavior.Answers.AT_ONCE.after(Delay.ofMillis(5, 40)))
                    .with(Behavior.Receipts.AT_ONCE.after(Delay.ofMillis(0, 600)));

    @Test
    void nothing_accepted_is_lost_when_the_process_is_killed_again_and_again(@TempDir Path folder)
            throws Exception {
        long seed = System.nanoTime();
        System.out.println("kill: seed " + seed);
        var random = new Random(seed);
        try (Smsc smsc = Smsc.start(CARRIER)) {
            var load = new Load();
            load.pool = furnish(folder, smsc);
            for (int round = 0; round < KILLS; round++) {
                try (ServerProcess server = ServerProcess.serve(folder)) {
                    Thread sending = load.start(server.client());
                    long until = System.nanoTime() + random.nextLong(1_200_000_000);
                    await().pollInterval(Duration.ofMillis(1))
                            .pollDelay(Duration.ZERO)
                            .until(() -> System.nanoTime() >= until);
                    server.kill();
                    sending.join();
                }
            }
            try (ServerProcess server = ServerProcess.serve(folder);
                    Client client = server.client()) {
                Map<String, JsonNode> byPhone = awaitAllFinal(client);
                assertThat(byPhone.keySet()).as("stored").containsAll(load.accepted);
                Map<String, List<Submitted>> submits = submits(smsc);
                assertUnsentWereCutByKills(client, byPhone, submits.keySet());
                int flagged = assertRepeatsAreFlagged(client, byPhone, submits);
                System.out.printf(
                        "kill: %d accepted, %d stored, %d sent again and flagged; %s%n",
                        load.accepted.size(), byPhone.size(), flagged, statuses(byPhone));
            }
        }
    }

    @Test
    void a_stop_under_load_neither_loses_nor_repeats_a_message(@TempDir Path folder)
            throws Exception {
        try (Smsc smsc = Smsc.start(CARRIER)) {
            var load = new Load();
            load.pool = furnish(folder, smsc);
            for (int round = 0; round < 2; round++) {
                try (ServerProcess server = ServerProcess.serve(folder)) {
                    int wanted = (round + 1) * 400;
                    Thread sending = load.start(server.client());
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> smsc.traffic().totals().accepted() >= wanted);
                    server.terminate();
                    sending.join();
                    assertThat(server.log()).doesNotContain("level=ERROR");
                }
            }
            try (ServerProcess server = ServerProcess.serve(folder);
                    Client client = server.client()) {
                Map<String, JsonNode> byPhone = awaitAllFinal(client);
                assertThat(byPhone.keySet()).containsAll(load.accepted);
                assertThat(statuses(byPhone).keySet()).containsExactly("DELIVERED");
                Map<String, List<Submitted>> submits = submits(smsc);
                assertThat(submits.keySet()).isEqualTo(byPhone.keySet());
                assertThat(submits.values()).as("each sent once").allMatch(s -> s.size() == 1);
                System.out.printf("stop: %d messages, each sent once%n", byPhone.size());
            }
        }
    }

    /// The id of a pool of three senders that use the carrier.
    private static String furnish(Path folder, Smsc smsc) throws Exception {
        try (ServerProcess server = ServerProcess.serve(folder);
                Client client = server.client()) {
            String connection = client.connection("carrier", smsc);
            List<String> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                senders.add(client.sender("+1206555060" + i, connection, RATE));
            }
            return client.pool(
                    """
                    {"unknownHoldSeconds": 1, "onUnknown": "RETRY"}\
                    """,
                    senders);
        }
    }

    /// Messages by phone, once none of them can change by itself any more.
    private static Map<String, JsonNode> awaitAllFinal(Client client) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(() ->
                        Set.of("SCHEDULED", "QUEUED", "SENT").stream()
                                .allMatch(s -> client.isEmpty("status=" + s)));
        Map<String, JsonNode> byPhone = new HashMap<>();
        client.listedBy("").forEach(m -> byPhone.put(m.at("/to/0/address").asString(), m));
        return byPhone;
    }

    private static Map<String, List<Submitted>> submits(Smsc smsc) {
        return smsc.traffic().submits().stream().collect(Collectors.groupingBy(Submitted::to));
    }

    private static Map<String, Long> statuses(Map<String, JsonNode> byPhone) {
        return byPhone.values().stream()
                .collect(
                        Collectors.groupingBy(
                                m -> m.get("status").asString(), Collectors.counting()));
    }

    /// Of a message the carrier never saw only one thing may be said: kills cut every try it had,
    /// and it says so. Such messages are few.
    private static void assertUnsentWereCutByKills(
            Client client, Map<String, JsonNode> byPhone, Set<String> sent) {
        List<JsonNode> unsent =
                byPhone.entrySet().stream()
                        .filter(e -> !sent.contains(e.getKey()))
                        .map(e -> client.message(e.getValue().get("id").asString()))
                        .toList();
        System.out.printf("kill: %d never sent%n", unsent.size());
        assertThat(unsent)
                .allSatisfy(message -> {
                    assertThat(message.get("status").asString()).isEqualTo("FAILED");
                    assertThat(message.get("attempts")).hasSize(TRIES);
                    message.get("attempts")
                            .forEach(attempt ->
                                    assertThat(attempt.at("/error/upstream").asString())
                                            .isEqualTo(CUT));
                });
        assertThat(unsent.size()).as("never sent").isLessThan(byPhone.size() / 50);
    }

    private static int assertRepeatsAreFlagged(
            Client client, Map<String, JsonNode> byPhone, Map<String, List<Submitted>> submits) {
        Set<String> unflagged = new HashSet<>();
        int flagged = 0;
        for (Map.Entry<String, List<Submitted>> one : submits.entrySet()) {
            int repeats = one.getValue().size() - 1;
            if (repeats > 0) {
                JsonNode message = client.message(byPhone.get(one.getKey()).get("id").asString());
                int flags = 0;
                for (JsonNode attempt : message.get("attempts")) {
                    flags += attempt.get("possibleDuplicate").asBoolean() ? 1 : 0;
                }
                if (flags < repeats) {
                    unflagged.add(message.toString());
                }
                flagged += repeats;
            }
        }
        assertThat(unflagged).as("sent again without a flag").isEmpty();
        return flagged;
    }

    /// Requests one after the other until the server is gone.
    private static final class Load {

        private final Set<String> accepted = Collections.synchronizedSet(new HashSet<>());
        private final AtomicInteger next = new AtomicInteger(2_600_000);
        private String pool = "";

        Thread start(Client client) {
            return Thread.ofPlatform()
                    .name("load")
                    .start(() -> {
                        try (client) {
                            run(client);
                        }
                    });
        }

        private void run(Client client) {
            while (true) {
                List<String> phones = Client.phones(next.getAndAdd(RECIPIENTS), RECIPIENTS);
                try {
                    Client.Answer answer =
                            client.tryCall(
                                    "POST", "/v1/Messages", Client.body(pool, "survive", phones));
                    if (answer.status() == 503) {
                        return;
                    }
                    answer.expect(202);
                    accepted.addAll(phones);
                } catch (IOException e) {
                    return; // nobody answered; it may be stored all the same
                }
            }
        }
    }
}
