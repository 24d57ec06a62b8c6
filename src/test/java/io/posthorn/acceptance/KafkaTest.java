package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.event.Broker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From a request to send to a record in a topic.
@Tag("process")
@Timeout(180)
class KafkaTest {

    private static final String PREFIX = "com.twilio.comms-api.message.";

    @Test
    void a_message_is_told_to_a_topic_in_the_order_of_its_life(
            @TempDir Path kafka, @TempDir Path folder) throws Exception {
        try (Broker broker = new Broker(kafka);
                Smsc smsc = Smsc.start(Behavior.DEFAULT);
                RunningServer server = RunningServer.in(folder)) {
            broker.topic("messages", 2);
            Client client = server.client();
            subscribe(client, broker);
            String sender = client.sender("+12065550960", client.connection("c", smsc), 100);
            String pool = client.pool("{}", List.of(sender));
            String operation = client.send(pool, "Hello", Client.phones(2_960_000, 20));
            client.awaitCompleted(operation, Duration.ofSeconds(60));

            try (Broker.Reader reader = broker.reader("messages", 2)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> reader.records().size() >= 40);
                List<ConsumerRecord<String, byte[]>> records = reader.records();
                assertThat(records).hasSize(40);
                records.stream()
                        .map(ConsumerRecord::key)
                        .distinct()
                        .forEach(message ->
                                assertThat(types(records, message))
                                        .containsExactly(PREFIX + "queued", PREFIX + "delivered"));
            }
        }
    }

    private static void subscribe(Client client, Broker broker) {
        String sink =
                client.post(
                                "/v1/Sinks",
                                """
                                {"Description": "lake", "SinkType": "kafka",
                                 "SinkConfiguration": {"bootstrap_servers": "%s", "topic": "messages"}}\
                                """
                                        .formatted(broker.servers()))
                        .expect(201)
                        .json()
                        .get("sid")
                        .asString();
        client.post(
                        "/v1/Subscriptions",
                        """
                        {"Description": "messages", "SinkSid": "%1$s", "Types": [
                         {"type": "%2$squeued"}, {"type": "%2$sdelivered"}]}\
                        """
                                .formatted(sink, PREFIX))
                .expect(201);
    }

    private static List<String> types(List<ConsumerRecord<String, byte[]>> records, String key) {
        return records.stream()
                .filter(each -> each.key().equals(key))
                .map(each ->
                        new String(
                                each.headers().lastHeader("ce_type").value(),
                                StandardCharsets.UTF_8))
                .toList();
    }
}
