package io.posthorn.event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A real Kafka broker, as a process of its own: it can be killed and started again, with its data
/// and on its ports.
public final class Broker implements AutoCloseable {

    /// Of `posthorn`, who may come in by `secureServers`.
    public static final String PASSWORD = "it's \"odd\" \\ isn't it; ${x}";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"));

    private final Path folder;
    private final int port = free();
    private final int securePort = free();
    private final int controllerPort = free();
    private Process process;

    /// @param folder for its settings, data and log
    public Broker(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("server.properties"), settings());
        start();
        awaitReady();
    }

    private void awaitReady() throws IOException {
        try (Admin admin = Admin.create(client())) {
            var there = admin.describeCluster().nodes().toCompletionStage().toCompletableFuture();
            CompletableFuture.anyOf(there, process.onExit()).join();
            if (!process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("log")));
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String settings() {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%1$d
        listeners=PLAINTEXT://127.0.0.1:%2$d,SASL_SSL://localhost:%4$d,CONTROLLER://127.0.0.1:%1$d
        sasl.enabled.mechanisms=PLAIN
        listener.name.sasl_ssl.plain.sasl.jaas.config=\
          org.apache.kafka.common.security.plain.PlainLoginModule required user_posthorn="%5$s";
        ssl.keystore.type=PKCS12
        ssl.keystore.location=src/test/resources/tls/localhost.p12
        ssl.keystore.password=for-tests
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        broker.session.timeout.ms=1000
        broker.heartbeat.interval.ms=200
        auto.create.topics.enable=false
        log.dirs=%3$s
        """
                .formatted(
                        controllerPort,
                        port,
                        folder.resolve("data"),
                        securePort,
                        // once for its own syntax, once for that of properties
                        PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"").replace("\\", "\\\\"));
    }

    /// Starts it, with what it has on disk.
    public void start() throws IOException {
        List<String> command = new ArrayList<>(JVM);
        command.add(Main.class.getName());
        command.add(folder.resolve("server.properties").toString());
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
    }

    /// Where a producer finds it.
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /// As `servers`, where one has to speak TLS and show a password.
    public String secureServers() {
        return "localhost:" + securePort;
    }

    /// Makes a topic; returns when the broker is there to have it.
    public void topic(String name, int partitions) throws InterruptedException, IOException {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException(Files.readString(folder.resolve("log")), e);
        }
    }

    private Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                servers(),
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "metric.reporters",
                "");
    }

    /// SIGKILL, and until it is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Reads a topic from its beginning.
    public Reader reader(String topic, int partitions) {
        return new Reader(topic, partitions);
    }

    @Override
    public void close() {
        kill();
    }

    /// What a topic holds, as it comes.
    public final class Reader implements AutoCloseable {

        private final KafkaConsumer<String, byte[]> consumer;
        private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

        private Reader(String topic, int partitions) {
            Properties settings = new Properties();
            settings.putAll(client());
            settings.put("auto.offset.reset", "earliest");
            consumer =
                    new KafkaConsumer<>(
                            settings, new StringDeserializer(), new ByteArrayDeserializer());
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(topic, i));
            }
            consumer.assign(all);
        }

        /// All so far; of one partition in order.
        public List<ConsumerRecord<String, byte[]>> records() {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            return List.copyOf(records);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /// The process: formats its storage at the first start; ends with the one who began it.
    static final class Main {

        private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw"; // any will do

        private Main() {}

        public static void main(String[] arguments) {
            Thread.ofPlatform().daemon().start(Main::endWithParent);
            StorageTool.execute(
                    new String[] {"format", "-t", CLUSTER, "-c", arguments[0], "-g"}, System.out);
            Kafka.main(arguments);
        }

        private static void endWithParent() {
            try {
                while (System.in.read() >= 0) {
                    // nobody writes; the end is what is waited for
                }
            } catch (IOException gone) {
                // as good as the end
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
