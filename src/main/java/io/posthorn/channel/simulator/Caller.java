package io.posthorn.channel.simulator;

import io.posthorn.Time;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the customers of a simulated provider back, again and again until they have taken it or
/// the provider ends: their port may be somebody else's soon.
final class Caller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Time time;
    private final Map<String, Customer> byConnection = new ConcurrentHashMap<>();
    private volatile @Nullable Customer everybody;
    private volatile boolean closed;

    /// Where the customer is called, and the secret that signs what he is told.
    record Customer(URI url, String secret) {
        @Override
        public String toString() {
            return url.toString(); // never the secret
        }
    }

    Caller(Time time) {
        this.time = time;
    }

    /// Who is called where nobody is named for a connection.
    void everybody(URI url, String secret) {
        everybody = new Customer(url, secret);
    }

    void customer(String connection, URI url, String secret) {
        byConnection.put(connection, new Customer(url, secret));
    }

    Optional<Customer> customer(String connection) {
        return Optional.ofNullable(byConnection.get(connection))
                .or(() -> Optional.ofNullable(everybody));
    }

    /// Tells a customer who left an address.
    ///
    /// @param signature name of the header
    void tell(Customer whom, String signature, String value, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(whom.url())
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .header(signature, value)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        Thread.ofVirtual().name("simulator callback").start(() -> untilTaken(request));
    }

    private void untilTaken(HttpRequest request) {
        try {
            for (int tries = 0; tries < TRIES && !closed && !taken(request); tries++) {
                time.sleepUntil(time.now().plus(PAUSE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean taken(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            LOG.debug("The customer of a simulated provider cannot be called: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
    }
}
