package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which sender a recipient keeps, in each mode; three senders, each over a carrier of its own.
class StickySenderTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> SENDERS =
            List.of("+12065550501", "+12065550502", "+12065550503");
    private static final List<String> PHONES = Client.phones(2_510_000, 24);
    private static final String PHONE = PHONES.getFirst();

    @TempDir Path folder;
    private final List<Smsc> carriers = new ArrayList<>();
    private final List<String> connections = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private RunningServer server;
    private Client client;

    @BeforeEach
    void start() throws InterruptedException {
        server = RunningServer.in(folder);
        client = server.client();
        for (int i = 0; i < SENDERS.size(); i++) {
            Smsc smsc = Smsc.start(Behavior.DEFAULT);
            carriers.add(smsc);
            connections.add(client.connection("carrier" + i, smsc));
            ids.add(client.sender(SENDERS.get(i), connections.get(i), 100));
        }
    }

    @AfterEach
    void stop() {
        server.close();
        carriers.forEach(Smsc::close);
    }

    private String pool(String mode) {
        return client.pool("{\"sticky\": {\"mode\": \"%s\"}}".formatted(mode), ids);
    }

    /// Which of the senders carries the next message to a phone.
    private int next(String pool, String phone) {
        int before = carried(phone).size();
        String operation = client.send(pool, "hello", List.of(phone));
        client.awaitStatus(operation, "DELIVERED", SOON);
        List<Submitted> after = carried(phone);
        assertThat(after).hasSize(before + 1);
        return SENDERS.indexOf(after.getLast().from());
    }

    /// In the order of their arrival, wherever they arrived.
    private List<Submitted> carried(String phone) {
        return carriers.stream()
                .flatMap(smsc -> smsc.traffic().submits(s -> s.to().equals(phone)).stream())
                .sorted(java.util.Comparator.comparingLong(Submitted::nanos))
                .toList();
    }

    private String path(String pool, String phone) {
        return "/v1/SenderPools/" + pool + "/Assignments/" + phone;
    }

    private int assigned(String pool, String phone, String by) {
        var assignment = client.get(path(pool, phone)).expect(200).json();
        assertThat(assignment.get("by").asString()).isEqualTo(by);
        return ids.indexOf(assignment.get("senderId").asString());
    }

    @Test
    void by_hash_each_recipient_keeps_a_sender_but_while_it_is_down() throws InterruptedException {
        String pool = pool("HASH");
        Set<Integer> used = new HashSet<>();
        for (String phone : PHONES) {
            int owner = assigned(pool, phone, "HASH");
            assertThat(next(pool, phone)).isEqualTo(owner);
            used.add(owner);
        }
        assertThat(used).hasSize(3);
        int owner = next(pool, PHONE);

        carriers.get(owner).stop();
        await().until(() -> client.state(connections.get(owner)), s -> !s.equals("CONNECTED"));
        int other = next(pool, PHONE);
        assertThat(other).isNotEqualTo(owner);
        assertThat(next(pool, PHONE)).as("always the same other").isEqualTo(other);

        carriers.get(owner).start();
        client.awaitState(connections.get(owner), "CONNECTED");
        assertThat(next(pool, PHONE)).isEqualTo(owner);
        server.restart();
        client = server.client();
        client.awaitState(connections.get(owner), "CONNECTED");
        assertThat(next(pool, PHONE)).isEqualTo(owner);
    }

    @Test
    void by_record_the_first_sender_is_kept_until_it_leaves_the_pool() throws InterruptedException {
        String pool = pool("RECORDED");
        client.get(path(pool, PHONE)).expect(404);
        int first = next(pool, PHONE);
        assertThat(assigned(pool, PHONE, "RECORDED")).isEqualTo(first);
        server.restart();
        client = server.client();
        connections.forEach(connection -> client.awaitState(connection, "CONNECTED"));
        for (int i = 0; i < 4; i++) {
            assertThat(next(pool, PHONE)).isEqualTo(first);
        }

        client.delete("/v1/SenderPools/" + pool + "/Senders/" + ids.get(first)).expect(202);
        int second = next(pool, PHONE);
        assertThat(second).isNotEqualTo(first);
        assertThat(assigned(pool, PHONE, "RECORDED")).isEqualTo(second);
        client.delete(path(pool, PHONE)).expect(204);
        client.get(path(pool, PHONE)).expect(404);
    }

    @Test
    void by_hybrid_a_reply_changes_who_is_kept() {
        String pool = pool("HYBRID");
        int owner = assigned(pool, PHONE, "HASH");
        assertThat(next(pool, PHONE)).isEqualTo(owner);
        int other = (owner + 1) % 3;

        assertThat(carriers.get(other).reply(PHONE, SENDERS.get(other), "Is that you?")).isTrue();
        await().atMost(SOON).until(() -> !client.isEmpty("status=INBOUND"));

        assertThat(assigned(pool, PHONE, "INBOUND")).isEqualTo(other);
        assertThat(next(pool, PHONE)).isEqualTo(other);
        assertThat(next(pool, PHONE)).isEqualTo(other);
        client.delete(path(pool, PHONE)).expect(204);
        assertThat(next(pool, PHONE)).isEqualTo(owner);
    }

    @Test
    void with_none_all_take_their_turns() {
        String pool = pool("NONE");
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            used.add(next(pool, PHONE));
        }
        assertThat(used).hasSize(3);
        client.get(path(pool, PHONE)).expect(404);
    }
}
