package io.posthorn.event;

import static io.posthorn.store.Samples.ACCOUNT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.posthorn.AdjustableTime;
import io.posthorn.event.KafkaSink.Login;
import io.posthorn.event.KafkaSink.Mechanism;
import io.posthorn.event.KafkaSink.Security;
import io.posthorn.message.Ids;
import io.posthorn.store.Samples;
import io.posthorn.store.SimStore;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What a real Kafka broker is told; only the clock is moved.
@Tag("process")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class KafkaSinkTest {

    private static final Security OPEN = new Security(false, Optional.empty(), Optional.empty());
    private static final int PARTITIONS = 3;

    private final AdjustableTime time = new AdjustableTime(InstantSource.system());
    private final Map<String, String> leadsTo = new ConcurrentHashMap<>();
    private Broker broker;
    private int topics;
    private String topic;
    private Samples samples;
    private SimStore store;
    private Ids ids;
    private Lanes lanes;

    @BeforeAll
    void startBroker(@TempDir Path folder) throws Exception {
        broker = new Broker(folder);
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        topic = "events-" + ++topics;
        broker.topic(topic, PARTITIONS);
        samples = new Samples();
        store = new SimStore();
        ids = new Ids(0);
        leadsTo.clear();
        AddressGuard guard =
                new AddressGuard(
                        AddressGuard.Reach.PUBLIC_AND_LOOPBACK,
                        host -> InetAddress.getAllByName(leadsTo.getOrDefault(host, host)));
        lanes =
                new Lanes(
                        store,
                        new Endpoints(store, ids, time),
                        new Feed(store),
                        new Couriers(guard, Map.of(), time),
                        time);
        lanes.start();
    }

    @AfterEach
    void stop() {
        lanes.close();
    }

    private KafkaSink sink(String servers, Security security) {
        KafkaSink sink =
                lanes.endpoints()
                        .addKafkaSink((id, now) ->
                                new KafkaSink(
                                        id,
                                        ACCOUNT,
                                        servers,
                                        topic,
                                        security,
                                        Optional.empty(),
                                        now,
                                        now));
        lanes.endpoints()
                .addSubscription((id, now) ->
                        new Subscription(
                                id,
                                ACCOUNT,
                                sink.id(),
                                "all",
                                Arrays.stream(EventType.values())
                                        .map(type ->
                                                new Subscription.Subscribed(type.wireName(), 1))
                                        .toList(),
                                now,
                                now));
        return sink;
    }

    private void live(int messages) {
        Lives.live(messages, samples, store, time.now());
        lanes.wake();
    }

    private List<CloudEvent> everything() {
        return lanes.feed().after(0, 1_000_000, EventFilter.all(ACCOUNT)).events();
    }

    private static Set<String> idsOf(List<CloudEvent> events) {
        return events.stream().map(event -> event.id().toString()).collect(Collectors.toSet());
    }

    private static void until(Callable<Boolean> reached) {
        await().atMost(Duration.ofSeconds(90))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(reached);
    }

    private static String id(ConsumerRecord<String, byte[]> event) {
        return new String(event.headers().lastHeader("ce_id").value(), UTF_8);
    }

    private static List<String> idsIn(Collection<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(KafkaSinkTest::id).toList();
    }

    private static String sequence(ConsumerRecord<String, byte[]> event) {
        return new String(event.headers().lastHeader("ce_sequence").value(), UTF_8);
    }

    /// Whenever an event comes for the first time, everything before it about the same message has
    /// come, to the same partition.
    private static void everyMessageIsInOrder(List<ConsumerRecord<String, byte[]>> records) {
        Map<String, ConsumerRecord<String, byte[]>> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<String, byte[]> each : records) {
            if (seen.add(id(each))) {
                ConsumerRecord<String, byte[]> before = last.put(each.key(), each);
                if (before != null) {
                    assertThat(before.partition()).isEqualTo(each.partition());
                    assertThat(sequence(before)).isLessThan(sequence(each));
                }
            }
        }
    }

    @Test
    void every_event_is_written_once_and_each_message_keeps_its_order() {
        sink(broker.servers(), OPEN);
        live(60);
        live(60);
        Map<String, CloudEvent> told = new HashMap<>();
        everything().forEach(event -> told.put(event.id().toString(), event));

        try (Broker.Reader reader = broker.reader(topic, PARTITIONS)) {
            until(() -> reader.records().size() >= told.size());
            List<ConsumerRecord<String, byte[]>> records = reader.records();
            assertThat(idsIn(records)).containsExactlyInAnyOrderElementsOf(told.keySet());
            assertThat(records.stream().map(ConsumerRecord::partition).distinct())
                    .hasSize(PARTITIONS);
            everyMessageIsInOrder(records);
            records.forEach(
                    each -> saysWhatHappened(each, Objects.requireNonNull(told.get(id(each)))));
        }
    }

    /// As CloudEvents' own library reads it.
    private static void saysWhatHappened(ConsumerRecord<String, byte[]> message, CloudEvent told) {
        assertThat(message.headers().lastHeader("content-type").value())
                .isEqualTo("application/json".getBytes(UTF_8));
        io.cloudevents.CloudEvent read = KafkaMessageFactory.createReader(message).toEvent();
        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getType()).isEqualTo(told.type().wireName());
        assertThat(read.getSource()).hasToString(ACCOUNT);
        assertThat(read.getDataSchema()).hasToString(told.type().dataSchema());
        assertThat(Objects.requireNonNull(read.getTime()).toInstant()).hasToString(told.time());
        assertThat(read.getExtension("sequence")).isEqualTo(told.sequence());
        assertThat(read.getExtension("messagestatus")).isEqualTo(told.messageStatus().orElse(null));
        assertThat(new String(Objects.requireNonNull(read.getData()).toBytes(), UTF_8))
                .isEqualTo(told.data().toString());
        String about = told.data().path("message_id").asString("");
        assertThat(message.key())
                .isEqualTo(about.isEmpty() ? told.data().get("operation_id").asString() : about);
    }

    @Test
    void while_the_broker_is_away_others_do_not_wait_and_after_it_nothing_is_missing()
            throws Exception {
        KafkaSink sink = sink(broker.servers(), OPEN);
        try (Receiver other = new Receiver()) {
            webhook(other);
            live(30);
            try (Broker.Reader early = broker.reader(topic, PARTITIONS)) {
                until(() -> early.records().size() >= everything().size());
            }

            broker.kill();
            live(30);
            until(() -> other.events().size() == everything().size());
            until(() -> failing(sink).isPresent());
            assertThat(failing(sink).orElseThrow().error())
                    .isEqualTo("no broker took it in time; is the topic there?");
            broker.start();
            live(30);
            try (Broker.Reader reader = broker.reader(topic, PARTITIONS)) {
                until(() -> {
                    time.advance(Duration.ofSeconds(10));
                    return idsIn(reader.records()).containsAll(idsOf(everything()));
                });
                everyMessageIsInOrder(reader.records());
                assertThat(new HashSet<>(idsIn(reader.records()))).isEqualTo(idsOf(everything()));
            }
            assertThat(other.events()).hasSize(everything().size());
        }
    }

    private void webhook(Receiver receiver) {
        lanes.endpoints()
                .addWebhook((id, now) ->
                        new Webhook(
                                id,
                                ACCOUNT,
                                receiver.url(),
                                List.of("*"),
                                Optional.empty(),
                                Signatures.newSecret(),
                                100,
                                now,
                                now));
    }

    private Optional<Parcel> failing(KafkaSink sink) {
        return lanes.deliveries(sink.id()).stream()
                .filter(parcel -> parcel.status() == Parcel.Status.PENDING)
                .findFirst();
    }

    @Test
    void what_is_given_up_can_be_told_again() {
        KafkaSink sink = sink(broker.servers().replace("127.0.0.1", "localhost"), OPEN);
        leadsTo.put("localhost", "169.254.169.254");
        live(1);
        until(() -> {
            time.advance(Duration.ofHours(3));
            return dead(sink).isPresent();
        });
        Parcel dead = dead(sink).orElseThrow();
        assertThat(dead.attempts()).isEqualTo(Lane.RETRIES.size() + 1);
        assertThat(dead.error()).isEqualTo("a broker leads to an address that is not public");

        leadsTo.clear();
        lanes.replay(sink, dead.events());
        try (Broker.Reader reader = broker.reader(topic, PARTITIONS)) {
            until(() -> idsIn(reader.records()).containsAll(idsOf(everything())));
        }
    }

    private Optional<Parcel> dead(KafkaSink sink) {
        return lanes.deliveries(sink.id()).stream()
                .filter(parcel -> parcel.status() == Parcel.Status.DEAD)
                .findFirst();
    }

    @Test
    void a_broker_that_names_another_that_is_not_public_is_told_nothing() throws Exception {
        KafkaSink sink = sink(broker.servers().replace("127.0.0.1", "localhost"), OPEN);
        leadsTo.put("127.0.0.1", "10.0.0.1"); // what the broker says of itself
        assertThat(lanes.test(sink).error())
                .isEqualTo("a broker leads to an address that is not public");
        leadsTo.clear();
        assertThat(lanes.test(sink).error()).isEmpty();
        try (Broker.Reader reader = broker.reader(topic, PARTITIONS)) {
            until(() -> !reader.records().isEmpty());
            assertThat(reader.records()).hasSize(1);
        }
    }

    @Test
    void a_password_is_shown_inside_tls_to_a_broker_whose_certificate_is_right() throws Exception {
        Optional<String> certificate = Optional.of(certificate());
        assertThat(answer(certificate, Broker.PASSWORD)).isEmpty();
        assertThat(answer(certificate, "wrong")).isEqualTo("the broker does not let us in");
        assertThat(answer(Optional.empty(), Broker.PASSWORD))
                .isEqualTo("the broker does not let us in");
    }

    private String answer(Optional<String> certificate, String password)
            throws InterruptedException {
        Login login = new Login(Mechanism.PLAIN, "posthorn", password);
        Security security = new Security(true, certificate, Optional.of(login));
        return lanes.test(sink(broker.secureServers(), security)).error();
    }

    private static String certificate() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = KafkaSinkTest.class.getResourceAsStream("/tls/localhost.p12")) {
            keys.load(in, "for-tests".toCharArray());
        }
        byte[] der = keys.getCertificate(keys.aliases().nextElement()).getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
