package io.posthorn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.MessageId;
import io.posthorn.message.Priority;
import io.posthorn.store.Backlog;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final String SECOND = "/schema/002-note.sql";
    private static final String BROKEN = "/schema/003-broken.sql";

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("posthorn.db");
    }

    @Test
    void a_new_file_sees_every_script_once() throws SQLException {
        open(with(SECOND));
        open(with(SECOND));
        assertThat(number("SELECT count(*) FROM note")).isEqualTo(2);
        assertThat(number("PRAGMA user_version")).isEqualTo(Migrations.SCRIPTS.size() + 1);
    }

    @Test
    void an_old_file_keeps_what_it_holds_and_sees_the_new_script() throws SQLException {
        MessageId stored;
        try (SqliteStore store = SqliteStore.open(file)) {
            Batch.Submission submission = new Samples().submission(1);
            store.write(Batch.of(submission));
            stored = submission.messages().getFirst().id();
        }
        open(with(SECOND));
        assertThat(number("SELECT count(*) FROM note")).isEqualTo(2);
        assertThat(number("SELECT id FROM message")).isEqualTo(stored.value());
    }

    @Test
    void messages_of_the_first_schema_get_their_classes() throws SQLException {
        Path newer = directory.resolve("newer.db");
        Batch.Submission submission = new Samples().submission(2_500);
        try (SqliteStore store = SqliteStore.open(newer)) {
            store.write(Batch.of(submission));
        }
        open(Migrations.SCRIPTS.subList(0, 1));
        copy(newer);
        for (int opening = 0; opening < 2; opening++) {
            try (SqliteStore store = SqliteStore.open(file)) {
                assertThat(store.backlog())
                        .containsExactly(
                                new Backlog(
                                        Samples.POOL.value(),
                                        Priority.NORMAL,
                                        new EligibilityClass(Channel.SMS, "US", false),
                                        2_500,
                                        Samples.NOW));
            }
        }
    }

    /// What the first schema had of `newer`.
    private void copy(Path newer) throws SQLException {
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file))) {
            session.execute("ATTACH '" + newer + "' AS newer");
            session.execute(
                    "INSERT INTO operation SELECT id, account, first_message, size, open, canceled,"
                            + " idempotency_key, doc FROM newer.operation");
            session.execute("INSERT INTO plan SELECT * FROM newer.plan");
            session.execute(
                    "INSERT INTO message SELECT id, account, queue, lane, turn, state, at, version,"
                            + " updated, attempts, life FROM newer.message");
        }
    }

    @Test
    void the_very_first_file_can_still_be_opened() {
        open(Migrations.SCRIPTS.subList(0, 1));
        try (SqliteStore store = SqliteStore.open(file)) {
            store.check();
        }
    }

    @Test
    void a_script_that_fails_leaves_the_file_as_it_was() throws SQLException {
        assertThatThrownBy(() -> open(with(BROKEN))).isInstanceOf(StoreUnavailable.class);
        assertThat(number("PRAGMA user_version")).isEqualTo(Migrations.SCRIPTS.size());
        assertThat(number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'")).isZero();
    }

    @Test
    void a_file_of_a_newer_posthorn_is_refused() {
        open(with(SECOND));
        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .rootCause()
                .hasMessageContaining("use a newer one");
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws Exception {
        Files.writeString(file, "This is the day's takings, not a database.\n".repeat(100));
        assertThatThrownBy(() -> SqliteStore.open(file)).isInstanceOf(StoreUnavailable.class);
    }

    private static List<String> with(String script) {
        return Stream.concat(Migrations.SCRIPTS.stream(), Stream.of(script)).toList();
    }

    private void open(List<String> scripts) {
        Database.open(file, scripts, Database.NO_LIMIT).close();
    }

    private long number(String sql) throws SQLException {
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file))) {
            return session.number(sql);
        }
    }
}
