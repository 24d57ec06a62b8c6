package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Fact;
import io.posthorn.message.Failures;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.OptOut;
import io.posthorn.message.OptOut.Reach;
import io.posthorn.message.Origin;
import io.posthorn.message.Outcome;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.store.OptOutQuery;
import io.posthorn.store.SimStore;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuppressionListTest {

    private static final String ACCOUNT = "AC1";
    private static final Address PERSON = new Address(Address.Kind.PHONE, "+14155550123");

    private final Store store = new SimStore();
    private final Ids ids = new Ids(0);
    private final Inventory inventory = new Inventory(store, ids, Time.system());
    private final Origins origins = new Origins(inventory, Map.of(7L, ACCOUNT));
    private final SuppressionList suppressed = new SuppressionList(store, inventory, ids);
    private final Ledger ledger =
            new Ledger(
                    store,
                    origins::policy,
                    suppressed,
                    _ -> {},
                    batch -> batch,
                    _ -> {},
                    new Metrics(),
                    Time.system());
    private final ConnectionId connection = connection();
    private final SenderId member = sender("+12065550101");
    private final SenderId stranger = sender("+12065550102");
    private final PoolId pool = pool(member);
    private final PoolId other = pool(stranger);

    @BeforeEach
    void start() {
        ledger.start();
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private ConnectionId connection() {
        return inventory
                .addConnection((id, now) ->
                        new Connection(
                                id,
                                ACCOUNT,
                                "c",
                                "SMPP",
                                Map.of(),
                                OptionalDouble.empty(),
                                now,
                                now))
                .id();
    }

    private SenderId sender(String address) {
        return inventory
                .addSender((id, now) ->
                        new Sender(
                                id,
                                ACCOUNT,
                                address,
                                Channel.SMS,
                                connection,
                                Optional.empty(),
                                Map.of(),
                                Sender.Status.ACTIVATED,
                                1,
                                OptionalInt.empty(),
                                Sender.Limits.NONE,
                                Set.of(),
                                Sender.Kind.LONG_CODE,
                                now,
                                now))
                .id();
    }

    private PoolId pool(SenderId sender) {
        return inventory
                .addPool(
                        new Inventory.NewPool(
                                ACCOUNT,
                                Optional.empty(),
                                Map.of(),
                                Policy.DEFAULT,
                                List.of(
                                        new Inventory.NewMember(
                                                Optional.of(sender),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                OptionalDouble.empty()))))
                .pool();
    }

    private void optOut(Reach reach) throws InterruptedException {
        ledger.consent(
                List.of(
                        suppressed.withdrawal(
                                ACCOUNT, PERSON, reach, OptOut.Source.API, Instant.now())));
    }

    private List<Origin> closed() {
        List<Origin> all =
                List.of(
                        new Origin.FromPool(pool),
                        new Origin.FromPool(other),
                        new Origin.FromSender(member),
                        new Origin.FromSender(stranger),
                        new Origin.FromInventory(7),
                        new Origin.AutoReply(member));
        return all.stream().filter(o -> suppressed.suppresses(ACCOUNT, PERSON, o)).toList();
    }

    private Message message(Origin origin) throws InterruptedException {
        Instant now = Instant.now();
        var order =
                new Order(
                        ACCOUNT,
                        origin,
                        List.of(),
                        Set.of(),
                        Content.text("Hi"),
                        Map.of(),
                        Priority.NORMAL,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of(
                                new Order.To(
                                        Recipient.phone(PERSON.value()),
                                        Map.of(),
                                        Optional.empty())),
                        Optional.empty());
        var submission = new Planner(origins).plan(order, ids.block(2, now), now);
        ledger.append(submission);
        return store.find(submission.messages().getFirst().id()).orElseThrow();
    }

    private Fact chosen() {
        return new Fact.Chosen(
                member, "+12065550101", connection, "{}", Instant.now().plusSeconds(300));
    }

    @Test
    void an_opt_out_of_a_pool_closes_it_and_its_senders_used_alone() throws Exception {
        optOut(new Reach.OfPool(pool));
        assertThat(closed())
                .containsExactly(
                        new Origin.FromPool(pool),
                        new Origin.FromSender(member),
                        new Origin.FromInventory(7));
    }

    @Test
    void an_opt_out_of_a_sender_closes_it_and_the_pools_it_is_in() throws Exception {
        optOut(new Reach.OfSender(stranger));
        assertThat(closed())
                .containsExactly(
                        new Origin.FromPool(other),
                        new Origin.FromSender(stranger),
                        new Origin.FromInventory(7));
    }

    @Test
    void an_opt_out_of_the_account_closes_everything_but_the_answers_to_the_person()
            throws Exception {
        optOut(new Reach.WholeAccount());
        assertThat(closed()).hasSize(5).doesNotContain(new Origin.AutoReply(member));
    }

    @Test
    void what_was_stored_before_a_restart_is_known_after_it() throws Exception {
        optOut(new Reach.OfPool(pool));
        var again = new SuppressionList(store, inventory, ids);
        assertThat(again.suppresses(ACCOUNT, PERSON, new Origin.FromPool(pool))).isFalse();
        again.load();
        assertThat(again.suppresses(ACCOUNT, PERSON, new Origin.FromPool(pool))).isTrue();
    }

    @Test
    void no_attempt_begins_for_who_is_opted_out() throws Exception {
        Message waiting = message(new Origin.FromPool(pool));
        optOut(new Reach.OfPool(pool));
        Message failed = ledger.record(Ledger.FactOn.of(waiting, chosen())).orElseThrow();
        assertThat(failed.attempts()).isEmpty();
        assertThat(failed.state())
                .isInstanceOfSatisfying(
                        State.Failed.class,
                        f -> assertThat(f.failure()).isEqualTo(Failures.OPTED_OUT));
    }

    @Test
    void a_carrier_that_answers_opted_out_is_believed() throws Exception {
        Message sending =
                ledger.record(Ledger.FactOn.of(message(new Origin.FromPool(pool)), chosen()))
                        .orElseThrow();
        var answer = new Outcome.Refused(Outcome.Scope.OPTED_OUT, "131050");
        ledger.record(Ledger.FactOn.of(sending, new Fact.Attempted(1, answer)));
        assertThat(store.optOuts(OptOutQuery.of(ACCOUNT, PERSON)))
                .singleElement()
                .satisfies(o -> assertThat(o.reach()).isEqualTo(new Reach.OfPool(pool)))
                .satisfies(o -> assertThat(o.source()).isEqualTo(OptOut.Source.CARRIER));
        assertThat(message(new Origin.FromPool(pool)).state()).isInstanceOf(State.Failed.class);
        assertThat(message(new Origin.FromPool(other)).state()).isInstanceOf(State.Queued.class);
    }
}
