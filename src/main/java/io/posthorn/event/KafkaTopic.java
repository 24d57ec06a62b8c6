package io.posthorn.event;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// A producer for one sink. After the first failure nothing else leaves it, so what follows never
/// overtakes what failed; it has to be closed then.
final class KafkaTopic implements AutoCloseable {

    private final KafkaSink sink;
    private final AddressGuard guard;
    private final Producer<String, byte[]> producer;
    private volatile @Nullable KafkaException failure;

    private KafkaTopic(KafkaSink sink, AddressGuard guard, Producer<String, byte[]> producer) {
        this.sink = sink;
        this.guard = guard;
        this.producer = producer;
    }

    /// Connects at the first write. Throws when a broker may not be connected to.
    static KafkaTopic open(KafkaSink sink, AddressGuard guard) throws UnknownHostException {
        for (BrokerAddress address : BrokerAddress.list(sink.bootstrapServers())) {
            guard.resolve(address.host());
        }
        return new KafkaTopic(
                sink,
                guard,
                new KafkaProducer<>(
                        KafkaSettings.of(sink), new StringSerializer(), new ByteArraySerializer()));
    }

    boolean serves(KafkaSink same) {
        return sink.equals(same);
    }

    /// Returns when the brokers have all of them.
    void write(List<ProducerRecord<String, byte[]>> records)
            throws UnknownHostException, InterruptedException {
        checkBrokers();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            for (ProducerRecord<String, byte[]> each : records) {
                sent.add(producer.send(each, (_, failed) -> stopAfter(failed)));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException | IllegalStateException e) { // the latter when it has stopped
            throw reason(e);
        }
    }

    private KafkaException reason(Exception e) {
        KafkaException first = failure;
        return first != null ? first : new KafkaException(e);
    }

    /// The brokers have told their addresses themselves: those must be allowed, too.
    private void checkBrokers() throws UnknownHostException {
        for (PartitionInfo partition : producer.partitionsFor(sink.topic())) {
            List<Node> brokers =
                    Stream.concat(
                                    Stream.ofNullable(partition.leader()),
                                    Stream.of(partition.replicas()))
                            .filter(node -> !node.isEmpty() && !node.host().isEmpty())
                            .toList();
            for (Node broker : brokers) {
                guard.resolve(broker.host());
            }
        }
    }

    /// On the producer's own thread, before it sends anything else.
    private void stopAfter(@Nullable Exception failed) {
        if (failed != null && failure == null) {
            failure = failed instanceof KafkaException known ? known : new KafkaException(failed);
            producer.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
