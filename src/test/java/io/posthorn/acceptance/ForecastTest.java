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

    private static final int MESSAGES = 1_200;
    private static final int TRIES = 3;
    private static final List<Integer> RATES = List.of(120, 60, 20);

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
            warmUp(client, connection);
            List<String> phones = Client.phones(2_800_000, MESSAGES);
            JsonNode foreseen =
                    client.post(
                                    "/v1/SenderPools/" + pool + "/Simulate",
                                    Client.JSON.writeValueAsString(Map.of("recipients", phones)))
                            .expect(200)
                            .json();

            double drain = foreseen.get("drainSeconds").asDouble();
            Taken taken = taken(client, pool, phones, smsc, stalls);
            for (int again = 1; again < TRIES && !taken.isAbout(drain); again++) {
                taken = taken(client, pool, phones, smsc, stalls); // a disk may stall, too
            }
            System.out.printf("forecast: %s, %.2f s foreseen, %s%n", sticky, drain, taken);
            assertThat(taken).matches(each -> each.isAbout(drain), "takes about " + drain + " s");
            Arrivals all = new Arrivals(smsc.traffic().submits());
            for (JsonNode share : foreseen.get("shares")) {
                Arrivals carried = all.of(share.get("address").asString());
                assertThat((double) carried.count() / MESSAGES)
                        .as(share.toString())
                        .isCloseTo(share.get("share").asDouble(), within(0.01));
            }
        }
    }

    /// @param stalled of these seconds, how long nothing ran on this machine
    private record Taken(double seconds, double stalled) {

        boolean isAbout(double foreseen) {
            return seconds >= 0.95 * foreseen && seconds <= 1.05 * foreseen + stalled;
        }
    }

    private static Taken taken(
            Client client, String pool, List<String> phones, Smsc smsc, Stalls stalls) {
        smsc.traffic().clear();
        String operation = client.send(pool, "x", phones);
        client.awaitCompleted(operation, Duration.ofSeconds(40));
        Arrivals all = new Arrivals(smsc.traffic().submits());
        assertThat(all.count()).isEqualTo(MESSAGES);
        return new Taken((all.last() - all.first()) / 1e9, stalls.between(all.first(), all.last()));
    }

    /// A server that has just begun is slower than it foresees.
    private static void warmUp(Client client, String connection) {
        String pool = client.pool("{}", List.of(client.sender("+12065550809", connection, 1_000)));
        String operation = client.send(pool, "first", Client.phones(2_890_000, 300));
        client.awaitCompleted(operation, Duration.ofSeconds(20));
    }
}
