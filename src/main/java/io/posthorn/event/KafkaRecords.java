package io.posthorn.event;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Events as Kafka records: the CloudEvents Kafka protocol binding 1.0, binary content mode. The
/// key is the message's id, so what is told of one message is in one partition, in order.
final class KafkaRecords {

    private KafkaRecords() {}

    static ProducerRecord<String, byte[]> of(String topic, CloudEvent event) {
        CloudEventBuilder builder =
                CloudEventBuilder.v1()
                        .withId(event.id().toString())
                        .withType(event.type().wireName())
                        .withSource(URI.create(event.account()))
                        .withTime(OffsetDateTime.parse(event.time()))
                        .withDataSchema(URI.create(event.type().dataSchema()))
                        .withData(CloudEvent.DATA_CONTENT_TYPE, event.payload())
                        .withExtension("sequence", event.sequence());
        event.messageStatus().ifPresent(s -> builder.withExtension("messagestatus", s));
        return record(topic, event.subject(), builder);
    }

    static ProducerRecord<String, byte[]> of(String topic, TestEvent event) {
        return record(
                topic,
                event.id().toString(),
                CloudEventBuilder.v1()
                        .withId(event.id().toString())
                        .withType(TestEvent.TYPE)
                        .withSource(URI.create(event.account()))
                        .withTime(event.at().atOffset(ZoneOffset.UTC))
                        .withData(CloudEvent.DATA_CONTENT_TYPE, event.data()));
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, String key, CloudEventBuilder event) {
        return KafkaMessageFactory.<String>createWriter(topic, key).writeBinary(event.build());
    }
}
