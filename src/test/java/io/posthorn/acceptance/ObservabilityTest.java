package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What an operator can look at, and what he must not see.
class ObservabilityTest {

    private static final String SECRET_WORDS = "kumquat-93";

    @Test
    void metrics_show_rates_depth_age_waits_windows_binds_commits_and_size(@TempDir Path folder)
            throws Exception {
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String sender = client.sender("+12065551001", client.connection("seen", smsc), 20);
            String pool = client.pool("{}", List.of(sender));
            String operation = client.send(pool, "count me", Client.phones(2_900_000, 100));
            String busy = client.get("/metrics").expect(200).text();
            assertThat(busy)
                    .contains("posthorn_queue_depth{", "posthorn_oldest_ready_age_seconds{");
            client.awaitCompleted(operation, Duration.ofSeconds(30));
            assertThat(client.get("/metrics").expect(200).text())
                    .contains(
                            "posthorn_messages_accepted_total 100",
                            "posthorn_status_total{",
                            "posthorn_attempts_total{",
                            "posthorn_receipts_total{",
                            "posthorn_token_wait_seconds_count 100",
                            "posthorn_commit_seconds_count",
                            "posthorn_http_request_seconds_count",
                            "posthorn_window_in_flight{connection=\"seen\"} 0",
                            "posthorn_window_size{connection=\"seen\"}",
                            "posthorn_connection_up{connection=\"seen\"} 1",
                            "posthorn_store_bytes");
        }
    }

    @Test
    void neither_texts_nor_passwords_reach_the_log(@TempDir Path folder) throws Exception {
        var lines = new Lines();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);
        try (Smsc smsc =
                        Smsc.start(
                                Behavior.DEFAULT.with(
                                        Behavior.Answers.AT_ONCE.failing(0.2, 0x08)));
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            String connection = client.connection("mute", smsc, "\"responseTimeoutSeconds\": 1");
            String sender = client.sender("+12065551002", connection, 50);
            String pool = client.pool("{\"unknownHoldSeconds\": 1}", List.of(sender));
            List<String> phones =
                    List.of(MagicNumber.values()).stream().map(MagicNumber::number).toList();
            String operation = client.send(pool, "Secret: " + SECRET_WORDS, phones);
            client.post("/v1/Messages", "{\"content\": {\"text\": \"{{ " + SECRET_WORDS + " ")
                    .expect(400);
            client.awaitEnd(operation, Duration.ofSeconds(5));
        } finally {
            root.detachAppender(lines);
        }
        assertThat(lines.seen).isNotEmpty();
        assertThat(lines.seen)
                .noneMatch(line -> line.contains(SECRET_WORDS))
                .noneMatch(line -> line.contains("pw-of-all"))
                .noneMatch(line -> line.contains(Client.TOKEN));
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            seen.add(
                    event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : event.getThrowableProxy().getMessage()));
        }
    }
}
