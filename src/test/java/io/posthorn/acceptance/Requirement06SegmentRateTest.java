package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 6: texts of one to six segments, more than a pool of equal
/// senders can carry, break no rate.
@Isolated("it measures a rate in real time")
class Requirement06SegmentRateTest {

    private static final List<String> SENDERS =
            List.of("+12065550201", "+12065550202", "+12065550203");
    private static final int RATE = 100; // segments per second and sender
    private static final int MESSAGES = 600;

    @Test
    void three_equal_senders_share_six_hundred_messages_and_each_keeps_its_rate(
            @TempDir Path folder) throws Exception {
        Behavior near =
                Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.after(Delay.ofMillis(2, 10)));
        try (Smsc smsc = Smsc.start(near);
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String connection = client.connection("sharing", smsc);
            List<String> ids =
                    SENDERS.stream().map(a -> client.sender(a, connection, RATE)).toList();
            String pool = client.pool("{}", ids);

            String operation = send(client, pool);
            JsonNode stats = client.awaitCompleted(operation, Duration.ofSeconds(60));
            assertThat(stats.get("delivered").asInt()).isEqualTo(MESSAGES);

            Arrivals all = new Arrivals(smsc.traffic().submits());
            List<Arrivals> each = SENDERS.stream().map(all::of).toList();
            int segments = MESSAGES / 6 * (1 + 2 + 3 + 4 + 5 + 6);
            assertThat(all.count()).as("nothing was sent twice").isEqualTo(segments);
            each.forEach(one ->
                    assertThat((double) one.count())
                            .as("its share")
                            .isCloseTo(segments / 3.0, within(segments / 3.0 * 0.05)));

            long end = // from here on a sender may have nothing left
                    each.stream().mapToLong(Arrivals::last).min().orElseThrow()
                            - Arrivals.SECOND / 4;
            long begin = all.first() + Arrivals.SECOND / 4; // past the burst
            double running = (end - begin) / 1e9 - stalls.between(begin, end);
            double throughput = all.between(begin, end).count() / running;
            double longest = stalls.longest(all.first(), all.last());
            double late =
                    longest > 0 ? longest + Stalls.UNNOTICED : 0; // on a busy machine both add
            int peak = each.stream().mapToInt(Arrivals::peakPerSecond).max().orElseThrow();
            System.out.printf(
                    "sharing: %s segments, %.1f/s of %d/s in %.2f s of %.2f s, at most %d in a"
                            + " second of a sender's %d, longest stall %.0f ms%n",
                    each.stream().map(Arrivals::count).toList(),
                    throughput,
                    3 * RATE,
                    running,
                    (end - begin) / 1e9,
                    peak,
                    RATE,
                    longest * 1e3);
            assertThat(throughput).as("of the pool").isGreaterThanOrEqualTo(0.97 * 3 * RATE);
            assertThat((double) peak).as("in any second").isLessThanOrEqualTo(RATE * (1.1 + late));
        }
    }

    /// Texts of one to six segments, as many of each, in turn.
    private static String send(Client client, String pool) {
        List<Map<String, Object>> to = new ArrayList<>();
        List<String> phones = Client.phones(2_100_000, MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            int segments = 1 + i % 6;
            to.add(
                    Map.of(
                            "address",
                            phones.get(i),
                            "channel",
                            "PHONE",
                            "variables",
                            Map.of("text", "x".repeat(segments == 1 ? 100 : 153 * segments - 20))));
        }
        return client.post(
                        "/v1/Messages",
                        """
                        {"from": {"senderPoolId": "%s"}, "to": %s,
                         "content": {"text": "{{ text }}"}}\
                        """
                                .formatted(pool, Client.JSON.writeValueAsString(to)))
                .expect(202)
                .json()
                .get("operationId")
                .asString();
    }
}
