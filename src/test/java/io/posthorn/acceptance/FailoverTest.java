package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three senders over three carriers; the connection of one dies while messages flow, and comes
/// back.
class FailoverTest {

    private static final List<String> SENDERS =
            List.of("+12065550401", "+12065550402", "+12065550403");
    private static final int RATE = 60; // segments per second and sender
    private static final int LOAD = 90; // messages per second: two senders can carry it
    private static final Duration HOLD = Duration.ofSeconds(1); // of unknown outcomes

    @Test
    void messages_of_a_dying_connection_move_at_once_and_it_returns_without_a_burst(
            @TempDir Path folder) throws Exception {
        Behavior near = answeringAfter(10, 30);
        Behavior far = answeringAfter(150, 250); // so that something is in flight when it dies
        try (Smsc a = Smsc.start(near);
                Smsc b = Smsc.start(far);
                Smsc c = Smsc.start(near);
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            List<String> ids = new ArrayList<>();
            List<Smsc> carriers = List.of(a, b, c);
            for (int i = 0; i < 3; i++) {
                String connection = client.connection("carrier" + i, carriers.get(i));
                ids.add(client.sender(SENDERS.get(i), connection, RATE));
            }
            String pool =
                    client.pool(
                            """
                            {"unknownHoldSeconds": %d}\
                            """
                                    .formatted(HOLD.toSeconds()),
                            ids);

            try (Load load = new Load(client, pool, LOAD, 2_300_000)) {
                awaitCount(a, 60);
                awaitCount(b, b.traffic().submits().size() + 1);
                b.stop();
                long died = System.nanoTime();
                load.awaitMore(3 * LOAD);
                assertThat(b.traffic().submits()).allMatch(s -> s.nanos() < died);
                b.start();
                int before = b.traffic().submits().size();
                awaitCount(b, before + RATE);
                load.awaitMore(LOAD);
                load.stop();

                List<JsonNode> messages = load.awaitEnded();
                assertThat(messages).allMatch(m -> m.get("status").asString().equals("DELIVERED"));
                Map<String, List<Submitted>> byPhone = byPhone(carriers);
                assertThat(byPhone.keySet()).isEqualTo(load.reached());
                Set<String> flagged = flagged(messages);
                assertThat(flagged)
                        .as("what was sent twice")
                        .containsAll(
                                byPhone.entrySet().stream()
                                        .filter(e -> e.getValue().size() > 1)
                                        .map(Map.Entry::getKey)
                                        .toList());
                assertThat(flagged.size()).as("were in flight").isBetween(1, RATE / 2);
                double slowest = load.slowest(byPhone, flagged);
                Arrivals returned = new Arrivals(b.traffic().submits());
                int peak = returned.between(died, Long.MAX_VALUE).peakPerSecond();
                double longest = stalls.longest(died, System.nanoTime());
                System.out.printf(
                        "failover: %d messages, %d in flight on the dead connection, slowest other"
                                + " %.3f s, at most %d in a second on return, longest stall %.0f ms%n",
                        messages.size(), flagged.size(), slowest, peak, longest * 1e3);
                assertThat(slowest).as("seconds on the way").isLessThanOrEqualTo(1 + longest);
                assertThat((double) peak)
                        .as("in a second, of its rate")
                        .isLessThanOrEqualTo(RATE * (1.1 + longest));
                assertThat(
                                (double)
                                        returned.between(
                                                        returned.last() - Arrivals.SECOND,
                                                        Long.MAX_VALUE)
                                                .count())
                        .as("its share in the last second")
                        .isGreaterThan(LOAD / 3.0 * (0.5 - longest));
            }
        }
    }

    private static Behavior answeringAfter(long leastMillis, long mostMillis) {
        return Behavior.DEFAULT.with(
                Behavior.Answers.AT_ONCE.after(Delay.ofMillis(leastMillis, mostMillis)));
    }

    private static void awaitCount(Smsc smsc, int count) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> smsc.traffic().submits().size() >= count);
    }

    private static Map<String, List<Submitted>> byPhone(List<Smsc> carriers) {
        Map<String, List<Submitted>> byPhone = new HashMap<>();
        for (Smsc smsc : carriers) {
            smsc.traffic()
                    .submits()
                    .forEach(s -> byPhone.computeIfAbsent(s.to(), _ -> new ArrayList<>()).add(s));
        }
        return byPhone;
    }

    /// Phones that may have got their message twice, as the messages say.
    private static Set<String> flagged(List<JsonNode> messages) {
        Set<String> phones = new HashSet<>();
        for (JsonNode message : messages) {
            for (JsonNode attempt : message.get("attempts")) {
                if (attempt.get("possibleDuplicate").asBoolean()) {
                    phones.add(message.at("/to/0/address").asString());
                }
            }
        }
        return phones;
    }
}
