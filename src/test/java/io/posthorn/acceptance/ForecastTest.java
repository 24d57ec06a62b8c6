package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is foreseen of a pool is what it then does.
@Isolated("it measures a rate in real time")
class ForecastTest {

    private static final int MESSAGES = 2_000;
    private static final List<Integer> RATES = List.of(240, 120, 40);

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "HASH"})
    void shares_and_duration_are_those_foreseen(String sticky, @TempDir Path folder)
            throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String connection = client.connection("carrier", smsc);
            List<String> senders = new ArrayList<>();
            for (int i = 0; i < RATES.size(); i++) {
                senders.add(client.sender("+1206555080" + i, connection, RATES.get(i)));
            }
            String pool =
                    client.pool("{\"sticky\": {\"mode\": \"%s\"}}".formatted(sticky), senders);
            List<String> phones = Client.phones(2_800_000, MESSAGES);
            JsonNode foreseen =
                    client.post(
                                    "/v1/SenderPools/" + pool + "/Simulate",
                                    Client.JSON.writeValueAsString(Map.of("recipients", phones)))
                            .expect(200)
                            .json();

            String operation = client.send(pool, "x", phones);
            client.awaitCompleted(operation, Duration.ofSeconds(40));

            Arrivals all = new Arrivals(smsc.traffic().submits());
            assertThat(all.count()).isEqualTo(MESSAGES);
            double took = (all.last() - all.first()) / 1e9;
            double stalled = stalls.between(all.first(), all.last());
            double drain = foreseen.get("drainSeconds").asDouble();
            System.out.printf(
                    "forecast: %s, %.2f s foreseen, %.2f s taken, %.2f s stalled%n",
                    sticky, drain, took, stalled);
            for (JsonNode share : foreseen.get("shares")) {
                Arrivals carried = all.of(share.get("address").asString());
                assertThat((double) carried.count() / MESSAGES)
                        .as(share.toString())
                        .isCloseTo(share.get("share").asDouble(), within(0.01));
            }
            assertThat(took).isBetween(0.95 * drain, 1.05 * drain + stalled);
        }
    }
}
