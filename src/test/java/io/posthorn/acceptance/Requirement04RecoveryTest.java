package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// `routing.md` section 8, requirement 4: nothing stays stuck when a carrier is back, and a metric
/// says so if it did.
@Isolated("it measures in real time how fast sending resumes")
class Requirement04RecoveryTest {

    private static final int CARRIERS = 20;
    private static final int CYCLES = 5; // of each: 100 in all
    private static final int STORE_CUTS = 3;
    private static final Duration OUT = Duration.ofMillis(200);
    private static final Behavior CUT =
            Behavior.DEFAULT.with(Behavior.Line.STEADY.hangingUpAfter(0, OUT));
    private static final double PATIENCE = 5; // seconds
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern STUCK =
            Pattern.compile("posthorn_ready_while_idle_seconds\\{[^}]*} ([0-9.E+-]+)");

    /// A carrier with the sender and the pool that live by it alone.
    private record Line(Client client, Smsc smsc, String pool, int number) {

        /// Cuts it with a message on its way; seconds from its return until it had that message.
        List<Double> cycles() {
            List<Double> resumed = new ArrayList<>();
            for (int i = 0; i < CYCLES; i++) {
                smsc.behave(CUT);
                long back = System.nanoTime() + OUT.toNanos();
                int before = smsc.traffic().submits().size();
                int phone = 2_320_000 + number * CYCLES + i;
                String operation = client.send(pool, "still there?", Client.phones(phone, 1));
                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> smsc.traffic().submits().size() > before);
                resumed.add((smsc.traffic().submits().get(before).nanos() - back) / 1e9);
                client.awaitStatus(operation, "DELIVERED", SOON);
            }
            return resumed;
        }
    }

    @Test
    void after_each_of_100_cuts_sending_resumes_within_5_seconds(@TempDir Path folder)
            throws Exception {
        List<Smsc> carriers = new ArrayList<>();
        try (RunningServer server = RunningServer.in(folder);
                ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            Client client = server.client();
            List<Future<List<Double>>> cycles = new ArrayList<>();
            for (int i = 0; i < CARRIERS; i++) {
                Smsc smsc = Smsc.start(Behavior.DEFAULT);
                carriers.add(smsc);
                String connection = client.connection("cut" + i, smsc);
                String sender = client.sender("+120655504%02d".formatted(i), connection, 100);
                String pool = client.pool("{\"unknownHoldSeconds\": 1}", List.of(sender));
                var line = new Line(client, smsc, pool, i);
                cycles.add(all.submit(line::cycles));
            }
            double slowest = 0;
            for (Future<List<Double>> each : cycles) {
                slowest = Math.max(slowest, each.get().stream().max(Double::compare).orElseThrow());
            }
            System.out.printf(
                    "recovery: %d cuts, slowest return %.2f s%n", CARRIERS * CYCLES, slowest);
            assertThat(slowest).as("seconds after recovery").isLessThanOrEqualTo(PATIENCE);
            List<Double> stuck =
                    STUCK.matcher(client.get("/metrics").expect(200).text())
                            .results()
                            .map(found -> Double.valueOf(found.group(1)))
                            .toList();
            assertThat(stuck).as("watched queues").hasSize(CARRIERS).allMatch(s -> s <= 2);
        } finally {
            carriers.forEach(Smsc::close);
        }
    }

    /// Somebody else holds the database, as a backup tool does that locks it for too long.
    private static final class Intruder implements AutoCloseable {
        private final Connection connection;

        Intruder(Path folder) throws SQLException {
            connection =
                    DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("posthorn.db"));
            execute("PRAGMA busy_timeout = 10000");
            execute("BEGIN IMMEDIATE");
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            execute("ROLLBACK");
            connection.close();
        }
    }

    @Test
    void while_the_store_is_away_nothing_is_accepted_and_when_it_is_back_sending_resumes(
            @TempDir Path folder) throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String sender = client.sender("+12065550499", client.connection("only", smsc), 100);
            String pool = client.pool("{}", List.of(sender));
            for (int i = 0; i < STORE_CUTS; i++) {
                String body = Client.body(pool, "still there?", Client.phones(2_330_000 + i, 1));
                String waiting = client.send(pool, "on its way", Client.phones(2_331_000 + i, 20));
                try (Intruder _ = new Intruder(folder)) {
                    Client.Answer refused = client.post("/v1/Messages", body).expect(503);
                    assertThat(refused.header("Retry-After")).isNotEmpty();
                }
                long back = System.nanoTime();
                String accepted = client.send(pool, "back", Client.phones(2_332_000 + i, 1));
                client.awaitStatus(accepted, "DELIVERED", SOON);
                assertThat((System.nanoTime() - back) / 1e9).isLessThanOrEqualTo(PATIENCE);
                client.awaitCompleted(waiting, SOON);
            }
            assertThat(smsc.traffic().submits()).hasSize(STORE_CUTS * 21);
        }
    }
}
