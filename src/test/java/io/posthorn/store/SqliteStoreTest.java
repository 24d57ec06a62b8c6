package io.posthorn.store;

import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.POOL;
import static io.posthorn.store.Samples.chosen;
import static io.posthorn.store.Samples.sent;
import static io.posthorn.store.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.Priority;
import io.posthorn.message.State;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

    private static final int MANY = 100;

    @TempDir Path directory;

    @Override
    protected Store open() {
        return SqliteStore.open(file());
    }

    private Path file() {
        return directory.resolve("posthorn.db");
    }

    private void reopen() {
        store.close();
        store = open();
    }

    @Test
    void everything_is_there_after_it_was_closed_and_opened() {
        List<Message> messages = stored(3);
        Message accepted = applied(sent(applied(chosen(messages.getFirst(), NOW)), NOW, "k"));
        store.save(List.of(new Setting(Setting.Kind.POOL, "p", 0, "{}")));
        store.advance("webhooks", 0, 1);
        var events = store.events(0, MANY);
        var backlog = store.backlog();
        long lastId = store.lastId();
        reopen();
        assertThat(store.find(accepted.id())).contains(accepted);
        assertThat(store.findSent(Samples.CONNECTION, List.of("k"))).hasSize(1);
        assertThat(store.settings(Setting.Kind.POOL)).hasSize(1);
        assertThat(store.cursor("webhooks")).isEqualTo(1);
        assertThat(store.events(0, MANY)).isEqualTo(events);
        assertThat(store.backlog()).isEqualTo(backlog);
        assertThat(store.lastId()).isEqualTo(lastId);
        assertThat(claim(MANY)).isEqualTo(messages.subList(1, 3));
    }

    @Test
    void a_claim_ends_with_the_process_that_made_it() {
        List<Message> messages = stored(2);
        assertThat(claim(MANY)).isEqualTo(messages);
        reopen();
        assertThat(claim(MANY)).isEqualTo(messages);
    }

    @Test
    void classes_are_known_after_opening() {
        List<Message> german = stored(2, Order.USUAL.to("+4915112345678"));
        List<Message> american = stored(2);
        var germany = new EligibilityClass(Channel.SMS, "DE", false);
        reopen();
        assertThat(store.claim(POOL.value(), Priority.NORMAL, Set.of(germany), MANY, NOW, NOW))
                .isEqualTo(american);
        assertThat(claim(MANY)).containsExactlyInAnyOrderElementsOf(both(german, american));
    }

    @Test
    void orderings_are_kept_after_opening() {
        List<Message> messages = stored(3, Order.USUAL.ordered("conversation"));
        Message sending = applied(chosen(messages.getFirst(), NOW));
        reopen();
        assertThat(claim(MANY)).isEmpty();
        applied(sent(sending, NOW, "k"));
        reopen();
        assertThat(claim(MANY)).containsExactly(messages.get(1));
    }

    private static List<Message> both(List<Message> some, List<Message> others) {
        return Stream.of(some, others).flatMap(List::stream).toList();
    }

    @Test
    void turns_go_on_where_they_were() {
        List<Message> large = stored(20);
        claim(10).forEach(message -> applied(to(message, new State.Canceled(NOW), NOW)));
        reopen();
        Message single = stored(1).getFirst();
        assertThat(claim(3)).containsExactly(large.get(10), single, large.get(11));
    }

    @Test
    void the_numbers_of_a_purged_log_go_on_after_opening() {
        applied(to(stored(1).getFirst(), new State.Canceled(NOW), NOW));
        long last = store.events(0, MANY).getLast().seq();
        store.purge(NOW.plusSeconds(60), MANY);
        reopen();
        applied(to(stored(1).getFirst(), new State.Canceled(NOW), NOW));
        assertThat(store.events(0, MANY).getFirst().seq()).isGreaterThan(last);
    }

    @Test
    void a_file_has_one_posthorn() {
        assertThatThrownBy(() -> SqliteStore.open(file()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("already in use by another posthorn");
        store.check();
    }

    @Test
    void the_file_is_its_owners_alone() throws IOException {
        store.check();
        for (String name : List.of("posthorn.db", "posthorn.db-wal")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void it_is_unavailable_while_another_program_writes_and_well_again_after() throws SQLException {
        Message message = stored(1).getFirst();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.check()).isInstanceOf(StoreUnavailable.class);
            assertThat(store.find(message.id())).contains(message);
            statement.executeUpdate("ROLLBACK");
        }
        store.check();
        assertThat(claim(MANY)).containsExactly(message);
    }

    @Test
    void a_closed_store_is_unavailable() {
        store.close();
        assertThatThrownBy(() -> store.check()).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.backlog()).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void a_claim_passes_over_more_claimed_messages_than_it_takes() {
        List<Message> messages = stored(1_000);
        claim(900);
        applied(to(messages.getFirst(), new State.Queued(), NOW));
        assertThat(claim(1)).extracting(Message::id).containsExactly(messages.getFirst().id());
        assertThat(claim(MANY)).isEqualTo(messages.subList(900, 1_000));
    }

    @Test
    void size_tells_what_is_on_disk() {
        long empty = store.size();
        stored(1_000, Order.USUAL.priority(Priority.BULK));
        assertThat(store.size()).isGreaterThan(empty + 100_000);
        assertThat(store.claim(POOL.value(), Priority.BULK, Set.of(), 1, NOW, NOW)).hasSize(1);
    }
}
