package io.posthorn.event;

import io.posthorn.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Posts events to webhooks, signed. The only file that knows the HTTP client; follows no redirects
/// and connects only where the guard lets it.
public final class Courier implements AutoCloseable {

    private static final ContentType BATCH =
            ContentType.create("application/cloudevents-batch+json", "UTF-8");
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final Duration ALTOGETHER = Duration.ofSeconds(20); // however slowly it drips
    private static final TimeValue TRUSTED =
            TimeValue.ofSeconds(1); // how long an idle connection is used without a look
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int MAX_PER_HOST = 200;
    private static final int MAX_ANSWER = 64 * 1024; // bytes read so that the connection lives on

    private final Map<String, String> authTokens;
    private final Time time;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService deadlines;

    /// @param authTokens by account
    public Courier(AddressGuard guard, Map<String, String> authTokens, Time time) {
        this.authTokens = authTokens;
        this.time = time;
        this.http = client(guard);
        this.deadlines =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("webhook-deadlines").factory());
    }

    private static CloseableHttpClient client(AddressGuard guard) {
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Guarded(guard))
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_PER_HOST)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(TO_CONNECT))
                                        .setSocketTimeout(Timeout.of(TO_ANSWER))
                                        .setValidateAfterInactivity(TRUSTED)
                                        .build())
                        .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setResponseTimeout(Timeout.of(TO_ANSWER))
                                .setConnectionRequestTimeout(Timeout.of(TO_CONNECT))
                                .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("posthorn")
                .build();
    }

    /// How one try ended.
    ///
    /// @param status 0 when there was no answer
    /// @param error why it does not count as delivered; empty when it does
    public record Answer(int status, String error, Duration took) {

        public boolean ok() {
            return error.isEmpty();
        }
    }

    /// Posts a batch; never throws for what the other side does.
    Answer post(Webhook webhook, List<CloudEvent> events) {
        String id = events.getFirst().id() + "-" + events.size();
        return post(webhook, id, CloudEvent.batch(events));
    }

    /// @param id the same for every try of the same batch
    Answer post(Webhook webhook, String id, byte[] body) {
        long began = time.nanos();
        HttpPost request = request(webhook, id, body);
        ScheduledFuture<?> deadline =
                deadlines.schedule(request::cancel, ALTOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            drain(response.getEntity());
            int status = response.getCode();
            boolean ok = status >= 200 && status < 300;
            return new Answer(status, ok ? "" : "answered " + status, took(began));
        } catch (IOException e) {
            String error = request.isCancelled() ? "took longer than 20 s" : error(e);
            return new Answer(0, error, took(began));
        } finally {
            deadline.cancel(false);
        }
    }

    private Duration took(long began) {
        return Duration.ofNanos(time.nanos() - began);
    }

    private HttpPost request(Webhook webhook, String id, byte[] body) {
        Instant now = time.now();
        URI url = Signatures.withHash(webhook.url(), body);
        HttpPost request = new HttpPost(url);
        request.setEntity(new ByteArrayEntity(body, BATCH));
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        request.setHeader(
                "webhook-signature", Signatures.standard(webhook.secret(), id, now, body));
        String token = authTokens.get(webhook.account());
        if (token != null) {
            request.setHeader("X-Twilio-Signature", Signatures.twilio(token, url));
        }
        return request;
    }

    /// A connection serves again only when its answer was read.
    private static void drain(HttpEntity entity) throws IOException {
        if (entity != null) {
            try (InputStream in = entity.getContent()) {
                in.readNBytes(MAX_ANSWER);
            }
        }
    }

    /// What went wrong, without anything the other side said.
    private static String error(IOException e) {
        return switch (e) {
            case AddressGuard.Refusal refusal -> "the URL " + refusal.reason();
            case UnknownHostException _ -> "the host cannot be found";
            default -> e.getClass().getSimpleName();
        };
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        http.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    private record Guarded(AddressGuard guard) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return guard.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
