package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Hostility;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// A carrier that answers with octets no carrier should send.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileCarrierTest {

    private static final int MESSAGES = 60;

    private final Smsc smsc = Smsc.start(Behavior.DEFAULT);
    private final AtomicInteger numbers = new AtomicInteger();
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder);
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    @ParameterizedTest
    @EnumSource
    void hostile_octets_cost_neither_a_message_nor_another_connection(Hostility kind) {
        Client client = server.client();
        int number = numbers.getAndIncrement();
        String hostileName = "hostile" + number;
        smsc.behave(
                Scope.connection(hostileName),
                Behavior.DEFAULT.with(Behavior.Line.STEADY.attacking(kind, 0.1)));
        String hostile = client.connection(hostileName, smsc);
        String steady = client.connection("steady" + number, smsc);
        List<String> members = new ArrayList<>();
        members.add(client.sender("+1206558%04d".formatted(number), hostile, 100));
        members.add(client.sender("+1206559%04d".formatted(number), steady, 100));
        String pool =
                client.pool(
                        """
                        {"unknownHoldSeconds": 1, "onUnknown": "RETRY"}\
                        """,
                        members);
        String since = client.get("/v1/Connections/" + steady).json().get("stateSince").asString();

        String operation =
                client.send(
                        pool, "be kind", Client.phones(2_500_000 + number * MESSAGES, MESSAGES));
        JsonNode stats = client.awaitCompleted(operation, Duration.ofSeconds(60));

        assertThat(stats.get("delivered").asInt()).isEqualTo(MESSAGES);
        JsonNode other = client.get("/v1/Connections/" + steady).json();
        assertThat(other.get("state").asString()).isEqualTo("CONNECTED");
        assertThat(other.get("stateSince").asString()).as("never interrupted").isEqualTo(since);
        smsc.behave(Scope.connection(hostileName), Behavior.DEFAULT);
        client.awaitState(hostile, "CONNECTED");
        String alone = client.pool("{}", members.subList(0, 1));
        JsonNode again =
                client.awaitCompleted(
                        client.send(alone, "better?", Client.phones(2_599_000 + number, 1)),
                        Duration.ofSeconds(30));
        assertThat(again.get("delivered").asInt()).isEqualTo(1);
    }
}
