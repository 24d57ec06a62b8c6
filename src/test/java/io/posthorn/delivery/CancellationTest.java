package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.Content;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.State;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.SimStore;
import io.posthorn.store.Store;
import io.posthorn.store.Written;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private static final String ACCOUNT = "AC1";
    private static final long QUEUE = 7;

    private final Store store = new SimStore();
    private final Ids ids = new Ids(0);
    private final Metrics metrics = new Metrics();
    private final Inventory inventory = new Inventory(store, ids, Time.system());
    private final Ledger ledger =
            new Ledger(
                    store,
                    _ -> Policy.DEFAULT,
                    new SuppressionList(store, inventory, ids),
                    _ -> {},
                    batch -> batch,
                    _ -> {},
                    metrics,
                    Time.system());
    private final Origins origins = new Origins(inventory, Map.of(QUEUE, ACCOUNT));
    private final Intake intake =
            new Intake(new Planner(origins), store, ledger, ids, metrics, Time.system());

    @BeforeEach
    void start() {
        Connection connection =
                inventory.addConnection((id, now) ->
                        new Connection(
                                id,
                                ACCOUNT,
                                "c",
                                "SMPP",
                                Map.of(),
                                OptionalDouble.empty(),
                                now,
                                now));
        inventory.addSender((id, now) ->
                new Sender(
                        id,
                        ACCOUNT,
                        "+12065550101",
                        Channel.SMS,
                        connection.id(),
                        Optional.empty(),
                        Map.of(),
                        Sender.Status.ACTIVATED,
                        1,
                        OptionalInt.empty(),
                        Sender.Limits.NONE,
                        Set.of(),
                        Sender.Kind.LONG_CODE,
                        now,
                        now));
        ledger.start();
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_cancellation_a_crash_interrupted_is_finished_at_the_next_start() throws Exception {
        OperationId operation = scheduled(3);
        ledger.cancel(operation); // and here the server dies, before any message was canceled

        intake.resumeCancellations(ACCOUNT);

        assertThat(messages(operation))
                .hasSize(3)
                .allSatisfy(m -> assertThat(m.state()).isInstanceOf(State.Canceled.class));
    }

    @Test
    void what_was_not_canceled_is_left_alone_at_a_start() throws Exception {
        OperationId operation = scheduled(2);

        intake.resumeCancellations(ACCOUNT);

        assertThat(messages(operation))
                .allSatisfy(m -> assertThat(m.state()).isInstanceOf(State.Scheduled.class));
    }

    @Test
    void canceling_twice_is_canceling_once() throws Exception {
        OperationId operation = scheduled(2);

        assertThat(intake.cancel(ACCOUNT, operation)).isTrue();
        assertThat(intake.cancel(ACCOUNT, operation)).isTrue();
    }

    @Test
    void nobody_cancels_what_another_account_sent() throws Exception {
        OperationId operation = scheduled(1);

        assertThat(intake.cancel("AC2", operation)).isFalse();
        assertThat(messages(operation))
                .allSatisfy(m -> assertThat(m.state()).isInstanceOf(State.Scheduled.class));
    }

    private OperationId scheduled(int recipients) throws InterruptedException {
        Instant later = Instant.now().plusSeconds(3_600);
        List<Order.To> to =
                IntStream.range(0, recipients)
                        .mapToObj(i ->
                                new Order.To(
                                        Recipient.phone("+1415555010" + i),
                                        Map.of(),
                                        Optional.of(later)))
                        .toList();
        var order =
                new Order(
                        ACCOUNT,
                        new Origin.FromInventory(QUEUE),
                        List.of(),
                        Set.of(),
                        Content.text("hi"),
                        Map.of(),
                        Priority.NORMAL,
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        to,
                        Optional.empty());
        return ((Written.Answer.Stored) intake.accept(order)).operation();
    }

    private List<Message> messages(OperationId operation) {
        return store.messages(MessageQuery.of(ACCOUNT, operation, 10));
    }
}
