package io.posthorn.event;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/// What a producer has to know: it waits for all replicas, keeps order and writes nothing twice by
/// itself.
final class KafkaSettings {

    private static final int TO_KNOW_MILLIS = 5_000; // which broker has the topic
    private static final int TO_ANSWER_MILLIS = 5_000; // one request
    private static final int ALTOGETHER_MILLIS = 10_000; // with the producer's own retries
    private static final int REQUEST_BYTES = 1 << 20; // what brokers take when nobody changed it

    private KafkaSettings() {}

    static Map<String, Object> of(KafkaSink sink) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, sink.bootstrapServers());
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "posthorn-" + sink.id());
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // One request at a time: what follows a failed one has not left yet.
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, REQUEST_BYTES / 2);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TO_KNOW_MILLIS);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TO_ANSWER_MILLIS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ALTOGETHER_MILLIS);
        all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        secure(sink.security(), all);
        return all;
    }

    private static void secure(KafkaSink.Security security, Map<String, Object> all) {
        all.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                (security.login().isPresent() ? "SASL_" : "")
                        + (security.tls() ? "SSL" : "PLAINTEXT"));
        security.caCertificate()
                .ifPresent(pem -> {
                    all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
                    all.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, pem);
                });
        security.login()
                .ifPresent(login -> {
                    String mechanism = login.mechanism().name().replace('_', '-');
                    all.put(SaslConfigs.SASL_MECHANISM, mechanism);
                    all.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(login));
                });
    }

    private static String jaas(KafkaSink.Login login) {
        Class<?> module =
                switch (login.mechanism()) {
                    case PLAIN -> PlainLoginModule.class;
                    case SCRAM_SHA_256, SCRAM_SHA_512 -> ScramLoginModule.class;
                };
        return module.getName()
                + " required username="
                + quoted(login.username())
                + " password="
                + quoted(login.password())
                + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
