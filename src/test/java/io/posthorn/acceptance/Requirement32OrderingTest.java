package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `routing.md` section 8, requirement 32: messages with one ordering key leave in the order they
/// were accepted in, whatever fails, and hold up nobody else.
class Requirement32OrderingTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SYSTEM_ERROR = 0x08; // SMPP 3.4 section 5.1.3, ESME_RSYSERR
    private static final String THROTTLED = "+15005550103"; // three times
    private static final List<String> PHONES = Client.phones(2_320_000, 40);

    @TempDir Path folder;
    private Smsc smsc;
    private RunningServer server;
    private Client client;
    private String pool = "";
    private List<String> senders = List.of();

    @BeforeEach
    void start() throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        client = server.client();
        String connection = client.connection("carrier", smsc);
        senders =
                Stream.of("+12065553201", "+12065553202", "+12065553203")
                        .map(address -> client.sender(address, connection, 50))
                        .toList();
        pool = client.pool("{\"sticky\": {\"mode\": \"NONE\"}}", senders);
    }

    @AfterEach
    void stop() {
        server.close();
        smsc.close();
    }

    private String send(String key, int number, String phone) {
        return client.send(
                pool, key + " " + number, List.of(phone), ", \"orderingKey\": \"" + key + "\"");
    }

    /// The numbers of a key's messages as the carrier took them.
    private List<Integer> taken(String key) {
        return smsc.traffic().submits(s -> s.accepted() && s.text().startsWith(key)).stream()
                .map(s -> Integer.parseInt(s.text().substring(key.length() + 1)))
                .toList();
    }

    private void awaitEnds(List<String> operations) {
        operations.forEach(operation -> client.awaitCompleted(operation, SOON));
    }

    @Test
    void each_key_keeps_its_order_while_a_third_of_all_submits_fail() {
        smsc.behave(
                Behavior.DEFAULT
                        .with(
                                Behavior.Answers.AT_ONCE
                                        .after(Delay.ofMillis(1, 40))
                                        .failing(0.3, SYSTEM_ERROR))
                        .withSeed(32));
        List<String> operations = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (String key : List.of("red", "green", "blue")) {
                operations.add(send(key, i, PHONES.get(i)));
            }
        }
        awaitEnds(operations);

        List<Submitted> failed = smsc.traffic().submits(s -> s.status() == SYSTEM_ERROR);
        assertThat(failed).hasSizeGreaterThan(3);
        for (String key : List.of("red", "green", "blue")) {
            assertThat(taken(key)).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(8);
        }
    }

    @Test
    void a_throttled_head_is_waited_for_by_its_own_key_alone() {
        List<String> operations = new ArrayList<>();
        operations.add(send("red", 0, THROTTLED));
        for (int i = 1; i < 6; i++) {
            operations.add(send("red", i, PHONES.get(i)));
            operations.add(send("blue", i, PHONES.get(i)));
        }
        awaitEnds(operations);

        assertThat(smsc.traffic().totals().throttled()).isEqualTo(3);
        assertThat(taken("red")).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(taken("blue")).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void what_waits_for_hours_holds_up_its_own_key_alone() {
        senders.forEach(sender ->
                client.patch("/v1/Senders/" + sender, "{\"countries\": [\"US\"]}").expect(200));
        String head = send("red", 0, "+4915123456789");
        List<String> behind =
                IntStream.rangeClosed(1, 3).mapToObj(i -> send("red", i, PHONES.get(i))).toList();
        String other = send("blue", 1, PHONES.get(1));
        String free = client.send(pool, "no key", List.of(PHONES.get(2)));

        client.awaitStatus(other, "DELIVERED", SOON);
        client.awaitStatus(free, "DELIVERED", SOON);
        await().atMost(SOON)
                .until(
                        () -> client.only(head).path("waitingReason").asString(""),
                        "NO_SENDER"::equals);
        assertThat(taken("red")).isEmpty();
        assertThat(client.only(behind.getFirst()).get("waitingReason").asString())
                .isEqualTo("TURN");

        senders.forEach(
                sender -> client.patch("/v1/Senders/" + sender, "{\"countries\": []}").expect(200));
        awaitEnds(behind);
        assertThat(taken("red")).containsExactly(0, 1, 2, 3);
    }
}
