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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// `routing.md` section 8, requirement 7: an urgent message does not wait behind a campaign, and
/// the campaign goes on.
@Isolated("it measures waits in real time")
class Requirement07UrgentTest {

    private static final int BACKLOG = 20_000;
    private static final int AT_ONCE = 10_000; // recipients of a request
    private static final int URGENT = 20;
    private static final int SHARED = 195; // 120, 60 and 15, but for what is on its way
    private static final int RATE = 10; // segments per second and sender

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;

    @BeforeEach
    void start() throws InterruptedException {
        smsc =
                Smsc.start(
                        Behavior.DEFAULT.with(
                                Behavior.Answers.AT_ONCE.after(Delay.ofMillis(2, 10))));
        server = RunningServer.in(folder);
        client = server.client();
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private void send(String pool, String priority, int first, int count) {
        client.send(
                pool,
                priority,
                Client.phones(first, count),
                ", \"priority\": \"" + priority + "\"");
    }

    private List<Submitted> carried(String text) {
        return smsc.traffic().submits(s -> s.text().equals(text));
    }

    @Test
    void an_urgent_message_is_on_the_wire_within_two_token_intervals_of_a_long_queue() {
        String connection = client.connection("carrier", smsc);
        String pool =
                client.pool(
                        "{}",
                        List.of(
                                client.sender("+12065550701", connection, RATE),
                                client.sender("+12065550702", connection, RATE)));
        for (int first = 0; first < BACKLOG; first += AT_ONCE) {
            send(pool, "BULK", 2_000_000 + first, AT_ONCE);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> carried("BULK").size() > 2 * RATE);

        try (Stalls stalls = Stalls.watch()) {
            List<Double> beyond = new ArrayList<>();
            for (int i = 0; i < URGENT; i++) {
                send(pool, "HIGH", 2_400_000 + i, 1);
                long accepted = System.nanoTime();
                int count = i + 1;
                await().atMost(Duration.ofSeconds(10))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> carried("HIGH").size() == count);
                long arrived = carried("HIGH").getLast().nanos();
                double waited = (arrived - accepted) / 1e9;
                beyond.add(waited - stalls.longest(accepted, arrived) - 2.0 / RATE);
            }
            beyond.sort(null);
            System.out.printf(
                    "urgent: %d behind %d, median %.0f ms, slowest %.0f ms after the answer%n",
                    URGENT,
                    BACKLOG,
                    (beyond.get(URGENT / 2) + 2.0 / RATE) * 1e3,
                    (beyond.getLast() + 2.0 / RATE) * 1e3);
            assertThat(beyond.get(URGENT / 2)).as("median past two intervals").isNegative();
            assertThat(beyond.getLast()).as("slowest past two intervals").isLessThan(0.1);
        }
    }

    @Test
    void while_all_lanes_are_full_they_share_8_to_4_to_1() {
        String connection = client.connection("carrier", smsc);
        String pool = client.pool("{}", List.of(client.sender("+12065550703", connection, 50)));
        smsc.stop();
        await().until(() -> client.state(connection), s -> !s.equals("CONNECTED"));
        send(pool, "BULK", 2_000_000, 1_000);
        send(pool, "NORMAL", 2_010_000, 500);
        send(pool, "HIGH", 2_020_000, 500);
        smsc.start();
        client.awaitState(connection, "CONNECTED");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> smsc.traffic().submits().size() >= SHARED);

        List<String> first =
                smsc.traffic().submits().stream().limit(SHARED).map(Submitted::text).toList();
        assertThat(first.stream().filter("HIGH"::equals).count()).isBetween(106L, 136L);
        assertThat(first.stream().filter("NORMAL"::equals).count()).isBetween(46L, 74L);
        assertThat(first.stream().filter("BULK"::equals).count()).isBetween(5L, 20L);
    }
}
