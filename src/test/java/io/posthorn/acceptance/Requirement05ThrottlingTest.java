package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/// `routing.md` section 8, requirement 5: a carrier that takes less than the sender was told it
/// would, in a pool with another that does as agreed.
@Isolated("it measures a rate in real time")
class Requirement05ThrottlingTest {

    private static final String SENDER = "+12065550301";
    private static final int LIMIT = 50; // per second, the carrier's
    private static final int RATE = 200; // per second, the sender's
    private static final String OTHER = "+12065550302";
    private static final int OTHER_RATE = 50; // per second, all of which its carrier takes
    private static final int MESSAGES = 2_300; // last for the 20 s that are looked at

    @Test
    void the_sender_finds_the_carriers_limit_and_no_other_of_the_pool_is_slowed(
            @TempDir Path folder) throws Exception {
        Behavior strict = Behavior.DEFAULT.with(Behavior.Answers.AT_ONCE.throttledAt(LIMIT));
        try (Smsc smsc = Smsc.start(strict);
                Smsc easy = Smsc.start(Behavior.DEFAULT);
                Stalls stalls = Stalls.watch();
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String sender = client.sender(SENDER, client.connection("strict", smsc), RATE);
            String other = client.sender(OTHER, client.connection("easy", easy), OTHER_RATE);
            String pool = client.pool("{}", List.of(sender, other));

            String operation = client.send(pool, "not so fast", Client.phones(2_200_000, MESSAGES));
            JsonNode stats = client.awaitCompleted(operation, Duration.ofSeconds(90));

            assertThat(stats.get("delivered").asInt()).isEqualTo(MESSAGES);
            assertThatTheOtherKeptItsRate(new Arrivals(easy.traffic().submits()), stalls);
            Arrivals all = new Arrivals(smsc.traffic().submits());
            long found = all.first() + 10 * Arrivals.SECOND;
            Arrivals after = all.between(found, found + 10 * Arrivals.SECOND);
            double stalled = stalls.between(found, found + 10 * Arrivals.SECOND);
            double taken = after.accepted().count() / (10 - stalled);
            double throttled = 1 - (double) after.accepted().count() / after.count();
            System.out.printf(
                    "throttling: %.1f/s taken of %d/s, %.2f %% throttled; %d throttled in all,"
                            + " stalled for %.2f s%n",
                    taken, LIMIT, throttled * 100, all.count() - all.accepted().count(), stalled);
            assertThat(taken).as("per second").isGreaterThanOrEqualTo(47);
            assertThat(throttled).as("share").isLessThanOrEqualTo(0.02);
        }
    }

    private static void assertThatTheOtherKeptItsRate(Arrivals arrivals, Stalls stalls) {
        long begin = arrivals.first() + Arrivals.SECOND;
        long end = begin + 19 * Arrivals.SECOND;
        double rate = arrivals.between(begin, end).count() / (19 - stalls.between(begin, end));
        System.out.printf("throttling: %.1f/s of the other's %d/s%n", rate, OTHER_RATE);
        assertThat(rate).as("the other's, per second").isGreaterThanOrEqualTo(0.97 * OTHER_RATE);
    }
}
