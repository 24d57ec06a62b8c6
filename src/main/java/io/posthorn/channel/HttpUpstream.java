package io.posthorn.channel;

import io.posthorn.Signal;
import io.posthorn.Time;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// A provider reached over HTTP: asks it, notices when it cannot be reached, and tries its address
/// until it can.
public final class HttpUpstream implements AutoCloseable {
    private static final int ANSWER_MAX = 1 << 20; // no answer to one message is longer
    private static final Duration LEAST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final HttpClient client;
    private final Doorbell door;
    private final Settings settings;
    private final Inbox inbox;
    private final Time time;
    private final Signal doubt = new Signal();
    private final Thread watch;
    private volatile boolean up;
    private volatile boolean closed;
    private volatile String reason = "not connected yet";
    private Inbox.State told = Inbox.State.CONNECTING;
    private String toldReason = "";

    /// What is configured.
    ///
    /// @param address scheme, host and port
    /// @param window requests in flight at once
    /// @param patience for an answer
    public record Settings(URI address, int window, Duration patience) {}

    public HttpUpstream(HttpClient client, Settings settings, Inbox inbox, Time time) {
        this.client = client;
        this.door = new Doorbell(settings.address());
        this.settings = settings;
        this.inbox = inbox;
        this.time = time;
        this.watch =
                Thread.ofVirtual()
                        .name("watch " + settings.address().getHost())
                        .unstarted(this::run);
    }

    /// A client for all connectors: certificates are checked, redirects are not followed.
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Doorbell.PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    public void start() {
        watch.start();
    }

    /// Requests that may be in flight; 0 while it cannot be reached.
    public int window() {
        return up ? settings.window() : 0;
    }

    /// Sends one request and waits for the answer.
    public HttpReply ask(HttpRequest request) throws InterruptedException {
        if (!up) {
            return new HttpReply.NeverSent(reason);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
        try {
            return answered(answer.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new HttpReply.Unanswered(
                    "no answer in " + settings.patience().toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpReply answered(HttpResponse<byte[]> response) {
        if (response.statusCode() != 401) {
            tell(Inbox.State.CONNECTED, "");
        } else {
            tell(Inbox.State.SUSPENDED, "the provider refuses our credentials: HTTP 401");
        }
        return new HttpReply.Answered(
                response.statusCode(),
                response.headers(),
                new String(response.body(), StandardCharsets.UTF_8));
    }

    private HttpReply failed(Throwable cause) {
        String why = Doorbell.reason(cause);
        boolean neverSent =
                cause instanceof ConnectException
                        || cause instanceof HttpConnectTimeoutException
                        || cause instanceof SSLHandshakeException;
        if (neverSent) {
            down(why);
        }
        doubt.raise();
        return neverSent
                ? new HttpReply.NeverSent(why)
                : new HttpReply.Unanswered("no answer: " + why);
    }

    /// Somebody noticed that it may be down: its address is tried at once.
    public void check() {
        doubt.raise();
    }

    /// The provider does not take our credentials.
    public void refuses(String why) {
        tell(Inbox.State.SUSPENDED, why);
    }

    /// Tries the address when there is doubt, and while it is down again and again.
    private void run() {
        try {
            while (!closed) {
                door.problem().ifPresentOrElse(this::down, this::up);
                time.await(doubt, time.now().plus(up ? A_DAY : pause()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /// With jitter, so that many servers do not come back in one moment.
    private static Duration pause() {
        return Duration.ofMillis(
                ThreadLocalRandom.current()
                        .nextLong(LEAST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
    }

    private void up() {
        up = !closed;
        tell(Inbox.State.CONNECTED, "");
    }

    private void down(String why) {
        up = false;
        reason = why;
        tell(Inbox.State.DISCONNECTED, why);
    }

    private synchronized void tell(Inbox.State state, String why) {
        if (!closed && (state != told || !why.equals(toldReason))) {
            told = state;
            toldReason = why;
            inbox.state(state, why);
        }
    }

    @Override
    public void close() {
        closed = true;
        up = false;
        reason = "closed";
        watch.interrupt();
    }
}
