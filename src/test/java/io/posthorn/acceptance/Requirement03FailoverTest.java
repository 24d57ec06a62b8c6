package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 3: balancing and failover together. A and B share, C stands
/// by.
@Isolated("it measures in real time how fast traffic moves")
class Requirement03FailoverTest {

    private static final int RATE = 100; // segments per second and sender: each can carry all
    private static final int LOAD = 40; // messages per second

    @Test
    void c_carries_all_while_a_and_b_are_down_and_nothing_while_one_is_up(@TempDir Path folder)
            throws Exception {
        try (Smsc a = Smsc.start(Behavior.DEFAULT);
                Smsc b = Smsc.start(Behavior.DEFAULT);
                Smsc c = Smsc.start(Behavior.DEFAULT);
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            List<String> connections = new ArrayList<>();
            List<String> senders = new ArrayList<>();
            for (Smsc smsc : List.of(a, b, c)) {
                int number = senders.size();
                connections.add(client.connection("carrier" + number, smsc));
                String address = "+1206555031" + number;
                senders.add(client.sender(address, connections.getLast(), RATE));
            }
            String pool = client.pool("{\"unknownHoldSeconds\": 1}", senders);
            String standby = "/v1/SenderPools/%s/Senders/%s".formatted(pool, senders.get(2));
            client.patch(standby, "{\"tier\": 1}").expect(200);

            try (Load load = new Load(client, pool, LOAD, 2_310_000)) {
                load.awaitMore(2 * LOAD);
                assertThat(count(a)).as("A's share").isGreaterThan(LOAD / 2);
                assertThat(count(b)).as("B's share").isGreaterThan(LOAD / 2);
                assertThat(count(c)).as("C's, with A and B up").isZero();

                a.stop();
                long moved = System.nanoTime() + Arrivals.SECOND;
                load.awaitMore(3 * LOAD);
                assertAllCameBy(b, moved, 1.5, stalls);
                assertThat(count(c)).as("C's, with B up").isZero();

                b.stop();
                moved = System.nanoTime() + Arrivals.SECOND;
                load.awaitMore(3 * LOAD);
                assertAllCameBy(c, moved, 1.5, stalls);

                a.start();
                b.start();
                client.awaitState(connections.get(0), "CONNECTED");
                client.awaitState(connections.get(1), "CONNECTED");
                moved = System.nanoTime() + Arrivals.SECOND;
                load.awaitMore(3 * LOAD);
                assertThat(since(c, moved)).as("C's, with A and B back").isZero();
                assertThat(since(a, moved)).as("A's, back").isPositive();
                assertThat(since(b, moved)).as("B's, back").isPositive();
                load.stop();

                List<JsonNode> messages = load.awaitEnded();
                assertThat(messages).allMatch(m -> m.get("status").asString().equals("DELIVERED"));
            }
        }
    }

    /// That from `moved` on `smsc` was given the whole load.
    private static void assertAllCameBy(Smsc smsc, long moved, double seconds, Stalls stalls) {
        double longest = stalls.longest(moved - Arrivals.SECOND, System.nanoTime());
        assertThat((double) since(smsc, moved))
                .as("messages in the seconds after the first")
                .isGreaterThanOrEqualTo(LOAD * (seconds - longest));
    }

    private static int since(Smsc smsc, long moment) {
        return new Arrivals(smsc.traffic().submits()).between(moment, Long.MAX_VALUE).count();
    }

    private static int count(Smsc smsc) {
        return smsc.traffic().submits().size();
    }
}
