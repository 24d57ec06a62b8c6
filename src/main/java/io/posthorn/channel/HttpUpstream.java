package io.posthorn.channel;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// A provider reached over HTTP: asks it, notices when it cannot be reached, and tries its address
/// until it can.
public final class HttpUpstream implements AutoCloseable {
    private static final int ANSWER_MAX = 1 << 20; // no answer to one message is longer

    private final HttpClient client;
    private final Settings settings;
    private final Watch watch;

    /// What is configured.
    ///
    /// @param address scheme, host and port
    /// @param window requests in flight at once
    /// @param patience for an answer
    public record Settings(URI address, int window, Duration patience) {}

    public HttpUpstream(HttpClient client, Settings settings, Inbox inbox, Time time) {
        Doorbell door = new Doorbell(settings.address(), Doorbell.systemTrust());
        this.client = client;
        this.settings = settings;
        this.watch = new Watch(settings.address().getHost(), door, inbox, time);
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
        return watch.isUp() ? settings.window() : 0;
    }

    /// Sends one request and waits for the answer.
    public HttpReply ask(HttpRequest request) throws InterruptedException {
        if (!watch.isUp()) {
            return new HttpReply.NeverSent(watch.reason());
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
        watch.found(
                response.statusCode() == 401
                        ? Watch.Found.refusing("the provider refuses our credentials: HTTP 401")
                        : Watch.Found.WELL);
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
            watch.found(Watch.Found.away(why));
        }
        watch.doubt();
        return neverSent
                ? new HttpReply.NeverSent(why)
                : new HttpReply.Unanswered("no answer: " + why);
    }

    /// Somebody noticed that it may be down: its address is tried at once.
    public void check() {
        watch.doubt();
    }

    /// The provider does not take our credentials.
    public void refuses(String why) {
        watch.found(Watch.Found.refusing(why));
    }

    @Override
    public void close() {
        watch.close();
    }
}
