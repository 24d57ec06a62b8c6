package io.posthorn.event;

import io.posthorn.Time;
import io.posthorn.message.WebhookId;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/// Writes events to Kafka topics. A producer lives as long as all goes well: after a failure the
/// next try begins with a new one.
final class KafkaCourier implements AutoCloseable {

    private final AddressGuard guard;
    private final Time time;
    private final Map<WebhookId, KafkaTopic> topics = new ConcurrentHashMap<>();

    KafkaCourier(AddressGuard guard, Time time) {
        this.guard = guard;
        this.time = time;
    }

    /// Returns when the brokers have all of them, or the first failed.
    Courier.Answer write(KafkaSink sink, List<CloudEvent> events) throws InterruptedException {
        long began = time.nanos();
        List<ProducerRecord<String, byte[]>> records =
                events.stream().map(event -> KafkaRecords.of(sink.topic(), event)).toList();
        try {
            topic(sink).write(records);
            return answer("", began);
        } catch (UnknownHostException | KafkaException e) {
            release(sink.id());
            return answer(error(e), began);
        }
    }

    /// With a producer of its own, so that it disturbs nobody.
    Courier.Answer write(KafkaSink sink, TestEvent event) throws InterruptedException {
        long began = time.nanos();
        try (KafkaTopic topic = KafkaTopic.open(sink, guard)) {
            topic.write(List.of(KafkaRecords.of(sink.topic(), event)));
            return answer("", began);
        } catch (UnknownHostException | KafkaException e) {
            return answer(error(e), began);
        }
    }

    private KafkaTopic topic(KafkaSink sink) throws UnknownHostException {
        KafkaTopic open = topics.get(sink.id());
        if (open != null && open.serves(sink)) {
            return open;
        }
        release(sink.id());
        KafkaTopic topic = KafkaTopic.open(sink, guard);
        topics.put(sink.id(), topic);
        return topic;
    }

    private Courier.Answer answer(String error, long began) {
        return new Courier.Answer(0, error, Duration.ofNanos(time.nanos() - began));
    }

    /// What went wrong, without anything the other side said.
    private static String error(Exception e) throws InterruptedException {
        return switch (e) {
            case InterruptException _ -> throw interrupted();
            case AddressGuard.Refusal refusal -> "a broker " + refusal.reason();
            case UnknownHostException _ -> "the host cannot be found";
            case AuthenticationException _ -> "the broker does not let us in";
            case AuthorizationException _ -> "the broker does not let us write to the topic";
            case TimeoutException _ -> "no broker took it in time; is the topic there?";
            default -> e.getClass().getSimpleName();
        };
    }

    /// The library has raised the flag again.
    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException();
    }

    void release(WebhookId sink) {
        KafkaTopic topic = topics.remove(sink);
        if (topic != null) {
            topic.close();
        }
    }

    @Override
    public void close() {
        topics.keySet().forEach(this::release);
    }
}
