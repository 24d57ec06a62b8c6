package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(String message, @Nullable Throwable thrown) {
        var logger = context.getLogger("io.posthorn.delivery.Ledger");
        var event = new LoggingEvent("", logger, Level.WARN, message, thrown, null);
        event.setInstant(Instant.parse("2026-11-23T14:00:00.0071Z"));
        return event;
    }

    private static String line(LoggingEvent event) {
        return new String(new LogLine().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void an_event_is_one_line_of_keys_and_values() {
        var event = event("it said \"no\"\r\nand \u00e9nded", null);
        event.setKeyValuePairs(
                List.of(new KeyValuePair("path", "/v1\n"), new KeyValuePair("n", 3)));

        assertThat(line(event))
                .isEqualTo(
                        "time=2026-11-23T14:00:00.007Z level=WARN logger=Ledger"
                                + " msg=\"it said \\\"no\\\"  and \u00e9nded\" path=\"/v1 \" n=\"3\"\n");
    }

    @Test
    void a_stack_trace_follows_its_line() {
        assertThat(line(event("failed", new IllegalStateException("gone"))))
                .contains(" msg=\"failed\"\njava.lang.IllegalStateException: gone\n\tat ");
    }
}
