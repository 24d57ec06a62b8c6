package io.posthorn.event;

import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A Kafka topic that events are written to. Stored as it is: the name of a component is for ever.
///
/// @param bootstrapServers `host:port`, separated by commas
public record KafkaSink(
        WebhookId id,
        String account,
        String bootstrapServers,
        String topic,
        Security security,
        Optional<String> description,
        Instant createdAt,
        Instant updatedAt)
        implements Endpoint {

    /// How brokers are known to be the right ones, and we to them.
    ///
    /// @param caCertificate PEM; empty: whom the Java runtime trusts
    public record Security(boolean tls, Optional<String> caCertificate, Optional<Login> login) {}

    /// By SASL.
    public record Login(Mechanism mechanism, String username, String password) {

        @Override
        public String toString() {
            return "Login[" + mechanism + "]";
        }
    }

    /// How a password is proved.
    public enum Mechanism {
        /// It is sent as it is, so only inside TLS.
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512
    }

    /// What its subscriptions say, and nothing else.
    @Override
    public List<String> types() {
        return List.of();
    }

    @Override
    public int batchSize() {
        return MAX_BATCH;
    }
}
