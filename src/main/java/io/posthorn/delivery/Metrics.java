package io.posthorn.delivery;

import io.posthorn.message.Change;
import io.posthorn.message.Event;
import io.posthorn.message.Outcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// The names of everything that is measured, in one place.
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final Counter accepted =
            Counter.builder()
                    .name("posthorn_messages_accepted_total")
                    .help("Messages stored by requests to send")
                    .register(registry);
    private final Counter statuses =
            Counter.builder()
                    .name("posthorn_status_total")
                    .help("Statuses entered by messages and attempts")
                    .labelNames("status")
                    .register(registry);
    private final Counter outcomes =
            Counter.builder()
                    .name("posthorn_attempts_total")
                    .help("Attempts by what the carrier answered")
                    .labelNames("outcome")
                    .register(registry);
    private final Histogram commits =
            Histogram.builder()
                    .name("posthorn_commit_seconds")
                    .help("Time to make one batch durable")
                    .classicOnly()
                    .classicUpperBounds(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
                    .register(registry);
    private final Histogram tokenWait =
            Histogram.builder()
                    .name("posthorn_token_wait_seconds")
                    .help("From choosing a sender to the first byte")
                    .classicOnly()
                    .classicUpperBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5)
                    .register(registry);
    private final Counter commitEntries =
            Counter.builder()
                    .name("posthorn_commit_entries_total")
                    .help("Callers served by all commits")
                    .register(registry);
    private final Histogram requests =
            Histogram.builder()
                    .name("posthorn_http_request_seconds")
                    .help("HTTP requests by route and status")
                    .labelNames("method", "path", "status")
                    .classicOnly()
                    .classicUpperBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
                    .register(registry);
    private final Counter receipts =
            Counter.builder()
                    .name("posthorn_receipts_total")
                    .help("Delivery receipts by whether their message was known")
                    .labelNames("match")
                    .register(registry);

    private final Counter inbound =
            Counter.builder()
                    .name("posthorn_inbound_total")
                    .help("Messages from phones by what became of them")
                    .labelNames("fate")
                    .register(registry);

    /// All of it, in Prometheus' text format 0.0.4.
    public String text() {
        try {
            var out = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An HTTP request was answered; `path` is the route's.
    public void answered(String method, String path, int status, Duration took) {
        requests.labelValues(method, path, Integer.toString(status)).observe(took.toNanos() / 1e9);
    }

    /// A gauge read when it is asked for.
    public void gauge(
            String name, String help, Consumer<GaugeWithCallback.Callback> read, String... labels) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(read)
                .register(registry);
    }

    public void accepted(int messages) {
        accepted.inc(messages);
    }

    void committed(int entries, int changes, long nanos) {
        commitEntries.inc(entries);
        commits.observe(nanos / 1e9);
    }

    void entered(Change change) {
        for (Event event : change.events()) {
            statuses.labelValues(event.status().name().toLowerCase(Locale.ROOT)).inc();
        }
    }

    void attempted(Outcome outcome) {
        outcomes.labelValues(outcome.outcomeClass().name().toLowerCase(Locale.ROOT)).inc();
    }

    void waited(double seconds) {
        tokenWait.observe(seconds);
    }

    void inbound(String fate) {
        inbound.labelValues(fate).inc();
    }

    void receipt(String match) {
        receipts.labelValues(match).inc();
    }
}
