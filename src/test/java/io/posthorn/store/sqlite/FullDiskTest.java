package io.posthorn.store.sqlite;

import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.POOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.message.Change;
import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Event;
import io.posthorn.message.Message;
import io.posthorn.message.Priority;
import io.posthorn.message.State;
import io.posthorn.store.Backlog;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.StoreUnavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A file that may not grow stands in for a disk that is full: SQLite says the same of both.
@Timeout(60)
class FullDiskTest {

    private static final EligibilityClass US_SMS = new EligibilityClass(Channel.SMS, "US", false);
    private static final int PAGES = 400;
    private static final int MANY = 100_000;

    @TempDir Path directory;
    private final Samples samples = new Samples();
    private final List<Message> stored = new ArrayList<>();
    private SqliteStore store;

    @BeforeEach
    void fill() {
        store = SqliteStore.open(directory.resolve("posthorn.db"), PAGES);
        storeClosed();
        for (int i = 0; i < PAGES; i++) {
            try {
                Batch.Submission submission = samples.submission(20);
                store.write(Batch.of(submission));
                stored.addAll(submission.messages());
            } catch (StoreUnavailable e) {
                return;
            }
        }
        throw new IllegalStateException("the disk is not full");
    }

    /// What a purge can make room of.
    private void storeClosed() {
        Batch.Submission submission = samples.submission(200);
        store.write(Batch.of(submission));
        List<Change> closed =
                submission.messages().stream()
                        .map(m -> new Change(m, canceled(m), List.<Event>of()))
                        .toList();
        store.write(Batch.of(closed));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_was_stored_is_there_and_what_was_not_left_nothing() {
        Batch.Submission refused = samples.submission(100);
        assertThatThrownBy(() -> store.write(Batch.of(refused)))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(store.find(refused.messages().getFirst().id())).isEmpty();
        assertThat(store.lastId()).isEqualTo(stored.getLast().id().value());
        assertThat(store.backlog())
                .containsExactly(
                        new Backlog(POOL.value(), Priority.NORMAL, US_SMS, stored.size(), NOW));
        assertThat(
                        store.claim(
                                POOL.value(),
                                Priority.NORMAL,
                                Set.of(),
                                MANY,
                                NOW,
                                NOW.plusSeconds(1)))
                .containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void it_is_well_again_when_there_is_room() {
        assertThatThrownBy(() -> store.write(Batch.of(samples.submission(100))))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(store.purge(NOW.plusSeconds(60), 200)).isEqualTo(200);
        Batch.Submission welcome = samples.submission(20);
        store.write(Batch.of(welcome));
        assertThat(store.find(welcome.messages().getLast().id()))
                .contains(welcome.messages().getLast());
    }

    private static Message canceled(Message message) {
        return Samples.with(message, new State.Canceled(NOW), message.attempts(), NOW);
    }
}
