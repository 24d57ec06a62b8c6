package io.posthorn.store.sqlite;

import static io.posthorn.store.Samples.ACCOUNT;
import static io.posthorn.store.Samples.CONNECTION;
import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Event;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.Priority;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.OperationQuery;
import io.posthorn.store.Progress;
import io.posthorn.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed while it writes, again and again on one file: what it had acknowledged is
/// there, and nothing is there by half.
@Tag("process")
@Timeout(120)
class CrashTest {

    private static final int ROUNDS = 5;
    private static final int STEPS_AT_MOST = 800;
    private static final Pattern STEP = Pattern.compile("(\\d+) (\\d)");
    private static final int ALL = 1_000_000;

    @TempDir Path directory;
    private final Map<MessageId, Long> acknowledged = new HashMap<>();

    @Test
    void what_was_acknowledged_survives_a_kill() throws IOException {
        long seed = System.nanoTime();
        System.out.println("CrashTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            killAfter(1 + random.nextInt(STEPS_AT_MOST));
            try (Store store = SqliteStore.open(file())) {
                everyAcknowledgedStepIsThere(store);
                everyPairIsWhole(store);
                theQueueHoldsWhatIsQueued(store);
            }
        }
    }

    private Path file() {
        return directory.resolve("posthorn.db");
    }

    private void killAfter(int steps) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashWriter.class.getName(),
                                file().toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
                seen++;
                if (seen == steps) {
                    process.toHandle().destroyForcibly(); // leaves what it printed to be read
                }
            }
            assertThat(seen).isGreaterThanOrEqualTo(steps);
        } finally {
            process.destroyForcibly();
        }
    }

    /// The last line may be cut.
    private void note(String line) {
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            MessageId id = new MessageId(Long.parseLong(step.group(1)));
            acknowledged.merge(id, Long.parseLong(step.group(2)), Math::max);
        }
    }

    private void everyAcknowledgedStepIsThere(Store store) {
        acknowledged.forEach((id, version) ->
                assertThat(store.find(id).map(Message::version).orElse(0L))
                        .as("%s", id)
                        .isGreaterThanOrEqualTo(version));
    }

    private static void everyPairIsWhole(Store store) {
        Map<MessageId, Long> events =
                store.events(0, ALL).stream()
                        .filter(Event.class::isInstance)
                        .map(Event.class::cast)
                        .collect(Collectors.groupingBy(Event::message, Collectors.counting()));
        for (Progress pair : store.operations(everything())) {
            Operation operation = pair.operation();
            List<Message> messages = store.messages(MessageQuery.of(ACCOUNT, operation.id(), ALL));
            assertThat(messages).as("%s", operation.id()).hasSize(2);
            long version = messages.getFirst().version();
            assertThat(messages).extracting(Message::version).containsOnly(version);
            assertThat(pair.status())
                    .isEqualTo(
                            version < 3 ? Operation.Status.PROCESSING : Operation.Status.COMPLETED);
            for (Message message : messages) {
                boolean sent = version >= 3;
                assertThat(events.getOrDefault(message.id(), 0L))
                        .isEqualTo(Math.max(0, version - 2));
                assertThat(store.findSent(CONNECTION, List.of(CrashWriter.key(message))))
                        .hasSize(sent ? 1 : 0);
            }
        }
    }

    private static void theQueueHoldsWhatIsQueued(Store store) {
        List<Message> queued =
                store.messages(MessageQuery.all(ACCOUNT, ALL)).stream()
                        .filter(message -> message.version() == 1)
                        .toList();
        assertThat(
                        store.claim(
                                POOL.value(),
                                Priority.NORMAL,
                                Set.of(),
                                ALL,
                                NOW,
                                NOW.plusSeconds(1)))
                .containsExactlyInAnyOrderElementsOf(queued);
    }

    private static OperationQuery everything() {
        return new OperationQuery(
                ACCOUNT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW,
                ALL);
    }
}
