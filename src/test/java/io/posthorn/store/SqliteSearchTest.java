package io.posthorn.store;

import static io.posthorn.store.Samples.ACCOUNT;
import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.chosen;
import static io.posthorn.store.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Change;
import io.posthorn.message.Content;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.State;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Searching many messages: what is found is what looking at all of them finds, in less time.
@Timeout(120)
class SqliteSearchTest {

    private static final int OPERATIONS = 120;
    private static final long SEED = 7;

    @TempDir Path directory;
    private final Random random = new Random(SEED);
    private final List<Samples> ids = List.of(new Samples(), new Samples());
    private Store store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(directory.resolve("posthorn.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_search_finds_what_looking_at_every_message_finds() {
        fill();
        for (int i = 0; i < 60; i++) {
            findsAll(query());
        }
        store.close();
        open();
        for (int i = 0; i < 20; i++) {
            findsAll(query());
        }
        closeAll();
        while (store.purge(NOW.plusSeconds(OPERATIONS / 2), 1_000) == 1_000) {
            findsAll(query());
        }
        for (int i = 0; i < 20; i++) {
            findsAll(query());
        }
    }

    /// Of every two seconds the later one's operation comes first.
    private void fill() {
        for (int i = 0; i < OPERATIONS; i++) {
            Instant at = NOW.plusSeconds(i ^ 1);
            Order order =
                    Order.USUAL
                            .at(at)
                            .account(random.nextInt(4) == 0 ? "AC2" : ACCOUNT)
                            .saying(random.nextInt(3) == 0 ? Samples.EMAIL : Content.text("Hi"))
                            .tags(Map.of("campaign", "c" + i % 5, "row", "r" + i));
            Batch.Submission submission = ids.get(i % 2).submission(1 + random.nextInt(150), order);
            store.write(Batch.of(submission));
            List<Change> some =
                    submission.messages().stream()
                            .filter(_ -> random.nextInt(3) == 0)
                            .map(message -> chosen(message, at))
                            .toList();
            store.write(Batch.of(some));
        }
    }

    private void closeAll() {
        for (String account : List.of(ACCOUNT, "AC2")) {
            List<Change> all =
                    store.messages(MessageQuery.all(account, Integer.MAX_VALUE)).stream()
                            .map(message -> to(message, new State.Canceled(NOW), NOW))
                            .toList();
            store.write(Batch.of(all));
        }
    }

    private MessageQuery query() {
        Optional<Instant> from = random.nextBoolean() ? Optional.empty() : Optional.of(anyMoment());
        Optional<Instant> until =
                random.nextBoolean() ? Optional.empty() : Optional.of(anyMoment());
        return new MessageQuery(
                random.nextInt(4) == 0 ? "AC2" : ACCOUNT,
                kind(),
                Optional.empty(),
                Optional.empty(),
                from,
                until,
                Optional.empty(),
                Optional.empty(),
                address(),
                Optional.empty(),
                Optional.empty(),
                tags(),
                Optional.empty(),
                1 + random.nextInt(300));
    }

    private Optional<Operation.Kind> kind() {
        return switch (random.nextInt(6)) {
            case 0 -> Optional.empty();
            case 1, 2 -> Optional.of(Operation.Kind.EMAIL);
            default -> Optional.of(Operation.Kind.MESSAGE);
        };
    }

    private Instant anyMoment() {
        return NOW.plusSeconds(random.nextInt(OPERATIONS));
    }

    private Optional<String> address() {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Samples.SENDER_ADDRESS);
            default -> Optional.of("+1415390%04d".formatted(random.nextInt(160)));
        };
    }

    private Map<String, String> tags() {
        return switch (random.nextInt(3)) {
            case 0 -> Map.of();
            case 1 -> Map.of("campaign", "c" + random.nextInt(6));
            default -> Map.of("campaign", "c" + random.nextInt(6), "row", "r" + random.nextInt(20));
        };
    }

    private void findsAll(MessageQuery query) {
        List<Message> wanted =
                store.messages(MessageQuery.all(query.account(), Integer.MAX_VALUE)).stream()
                        .filter(query::matches)
                        .toList();
        List<Message> found = new ArrayList<>(store.messages(query));
        assertThat(found).as("seed %d, %s", SEED, query).hasSizeLessThanOrEqualTo(query.max());
        while (!found.isEmpty() && found.size() % query.max() == 0) {
            MessageId last = found.getLast().id();
            List<Message> page = store.messages(query.before(last));
            if (page.isEmpty()) {
                break;
            }
            found.addAll(page);
        }
        assertThat(found).as("seed %d, %s", SEED, query).isEqualTo(wanted);
    }

    @Test
    void one_of_many_messages_is_found_at_once() {
        Samples samples = new Samples();
        Order rare = Order.USUAL.to("+4915112345678").tags(Map.of("order", "77"));
        store.write(Batch.of(samples.submission(1, rare)));
        for (int i = 0; i < 20; i++) {
            store.write(Batch.of(samples.submission(5_000, Order.USUAL.tags(Map.of("all", "1")))));
        }
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(store.messages(byAddress("+4915112345678"))).hasSize(1);
            assertThat(store.messages(byTags(Map.of("order", "77", "all", "1")))).isEmpty();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(Duration.ofSeconds(20)); // looking at all takes minutes
    }

    private static MessageQuery byAddress(String address) {
        return search(Optional.of(address), Map.of());
    }

    private static MessageQuery byTags(Map<String, String> tags) {
        return search(Optional.empty(), tags);
    }

    private static MessageQuery search(Optional<String> address, Map<String, String> tags) {
        return new MessageQuery(
                ACCOUNT,
                Optional.of(Operation.Kind.MESSAGE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                address,
                Optional.empty(),
                Optional.empty(),
                tags,
                Optional.empty(),
                50);
    }
}
