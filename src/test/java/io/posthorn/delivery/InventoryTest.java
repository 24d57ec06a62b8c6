package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.AdjustableTime;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Ids;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.Priority;
import io.posthorn.message.QuietHours;
import io.posthorn.message.Quota;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.message.Status;
import io.posthorn.store.SimStore;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final Sender.Limits LIMITS =
            new Sender.Limits(
                    OptionalInt.of(1000),
                    List.of(
                            new Quota(
                                    Quota.Kind.UNIQUE_RECIPIENTS,
                                    Quota.Period.MONTH,
                                    200,
                                    Set.of("US"))),
                    ZoneId.of("America/New_York"),
                    Optional.of(Duration.ofSeconds(6)));
    private static final Policy POLICY =
            new Policy(
                    new Policy.Choosing(
                            Policy.Selection.WEIGHTED,
                            new Policy.Sticky(Policy.StickyMode.HYBRID, Optional.empty()),
                            Policy.GeoMatch.PREFER,
                            Map.of("US", List.of(Sender.Kind.TOLL_FREE)),
                            Duration.ofSeconds(1),
                            Optional.of(Duration.ofSeconds(3))),
                    new Policy.Failover(
                            Optional.of(Policy.OnUnknown.FAIL),
                            Duration.ofSeconds(5),
                            Set.of(OutcomeClass.T2_TRANSIENT),
                            Map.of("SMPP 0x0000000B", OutcomeClass.T2_TRANSIENT),
                            Map.of(Channel.SMS, Duration.ofSeconds(30)),
                            Map.of(Channel.SMS, Status.SENT)),
                    Duration.ofHours(1),
                    List.of(Channel.SMS),
                    Policy.OptOutScope.ACCOUNT,
                    Optional.of(
                            new QuietHours(
                                    LocalTime.of(21, 0),
                                    LocalTime.of(8, 0),
                                    Set.of(Priority.HIGH))));

    private static final String ACCOUNT = "AC1";

    private final AdjustableTime time =
            new AdjustableTime(InstantSource.fixed(Instant.parse("2026-01-05T10:00:00.5Z")));
    private final Store store = new SimStore();
    private final Ids ids = new Ids(0);
    private final Inventory inventory = new Inventory(store, ids, time);

    private Connection connection(String name) {
        return inventory.addConnection((id, now) ->
                new Connection(
                        id,
                        ACCOUNT,
                        name,
                        "SMPP",
                        Map.of("host", "h", "password", "p"),
                        OptionalDouble.of(12.5),
                        now,
                        now));
    }

    private Sender sender(String address, ConnectionId connection) {
        return inventory.addSender((id, now) ->
                new Sender(
                        id,
                        ACCOUNT,
                        address,
                        Channel.SMS,
                        connection,
                        Optional.of("Acme"),
                        Map.of("a", "b"),
                        Sender.Status.ACTIVATED,
                        2.5,
                        OptionalInt.of(3),
                        LIMITS,
                        Set.of("US", "CA"),
                        Sender.Kind.TOLL_FREE,
                        now,
                        now));
    }

    private PoolOperation pool(Sender... senders) {
        return inventory.addPool(
                new Inventory.NewPool(
                        ACCOUNT,
                        Optional.empty(),
                        Map.of("t", "v"),
                        POLICY,
                        List.of(senders).stream().map(each -> member(each.id())).toList()));
    }

    private static Inventory.NewMember member(SenderId sender) {
        return new Inventory.NewMember(
                Optional.of(sender),
                Optional.of(2.0),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.of(0.5));
    }

    @Test
    void what_was_made_is_there_after_a_restart() {
        Sender sender = sender("+18005550100", connection("one").id());
        PoolOperation operation = pool(sender);

        Snapshot before = inventory.snapshot();
        Snapshot after = new Inventory(store, ids, time).snapshot();

        assertThat(after.connections()).containsExactlyElementsOf(before.connections());
        assertThat(after.senders()).containsExactlyElementsOf(before.senders());
        assertThat(after.pools()).containsExactlyElementsOf(before.pools());
        assertThat(after.members(operation.pool()))
                .containsExactlyElementsOf(before.members(operation.pool()));
        assertThat(after.operation(ACCOUNT, operation.id())).contains(operation);
        assertThat(after.connections().iterator().next().settings()).containsEntry("password", "p");
    }

    @Test
    void a_connection_has_a_name_of_its_own_and_stays_while_senders_use_it() {
        Connection one = connection("one");
        connection("two");
        sender("+18005550100", one.id());

        assertThatThrownBy(() -> connection("one")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> inventory.deleteConnection(one.id()))
                .isInstanceOf(Conflict.class)
                .hasMessage("1 senders still use this connection");
        assertThat(inventory.snapshot().connections()).hasSize(2);
    }

    @Test
    void an_address_is_one_sender_of_a_channel() {
        ConnectionId connection = connection("one").id();
        Sender sender = sender("+18005550100", connection);

        assertThatThrownBy(() -> sender("+18005550100", connection)).isInstanceOf(Conflict.class);
        assertThat(inventory.snapshot().sender(ACCOUNT, "+18005550100", Channel.SMS))
                .contains(sender);
        assertThat(inventory.snapshot().sender("AC2", "+18005550100", Channel.SMS)).isEmpty();
    }

    @Test
    void memberships_end_with_their_sender_and_with_their_pool() {
        ConnectionId connection = connection("one").id();
        Sender gone = sender("+18005550100", connection);
        Sender stays = sender("+18005550101", connection);
        PoolId first = pool(gone, stays).pool();
        PoolId second = pool(stays).pool();

        inventory.deleteSender(gone.id());
        inventory.deletePool(second);

        Snapshot now = inventory.snapshot();
        assertThat(now.members(first)).extracting(Member::sender).containsExactly(stays.id());
        assertThat(now.members(second)).isEmpty();
        assertThat(now.sender(stays.id())).isPresent();
        assertThat(new Inventory(store, ids, time).snapshot().members(first)).hasSize(1);
    }

    @Test
    void adding_a_member_again_keeps_what_is_not_named() {
        Sender sender = sender("+18005550100", connection("one").id());
        PoolId pool = pool(sender).pool();
        SenderId unknown = new SenderId(1);

        PoolOperation again =
                inventory.addMembers(
                        pool,
                        List.of(
                                new Inventory.NewMember(
                                        Optional.of(sender.id()),
                                        Optional.empty(),
                                        Optional.of(3),
                                        Optional.empty(),
                                        OptionalDouble.empty()),
                                member(unknown)));

        Member member = inventory.snapshot().member(pool, sender.id()).orElseThrow();
        assertThat(member.weight()).isEqualTo(2.0);
        assertThat(member.tier()).isEqualTo(3);
        assertThat(again.created()).isEqualTo(1);
        assertThat(again.failed()).isEqualTo(1);
    }

    @Test
    void two_servers_on_one_store_do_not_undo_each_other() {
        PoolId pool = pool().pool();
        Inventory other = new Inventory(store, ids, time);

        other.updatePool(pool, (each, now) -> renamed(each, "theirs", each.tags(), now));
        inventory.updatePool(pool, (each, now) -> renamed(each, each.name(), Map.of(), now));

        SenderPool both = inventory.snapshot().pool(pool).orElseThrow();
        assertThat(both.name()).isEqualTo("theirs");
        assertThat(both.tags()).isEmpty();
    }

    private static SenderPool renamed(
            SenderPool pool, String name, Map<String, String> tags, Instant now) {
        return new SenderPool(
                pool.id(),
                pool.account(),
                name,
                tags,
                pool.policy(),
                pool.createdBy(),
                pool.createdAt(),
                now);
    }

    @Test
    void listeners_hear_of_a_change_when_it_is_in_the_snapshot() {
        AtomicInteger seen = new AtomicInteger();
        inventory.onChange(() -> seen.set(inventory.snapshot().connections().size()));

        connection("one");

        assertThat(seen).hasValue(1);
    }

    @Test
    void operations_are_forgotten_after_a_week() {
        PoolOperation old = pool();
        time.advance(Duration.ofDays(8));
        PoolOperation fresh = pool();

        assertThat(inventory.snapshot().operation(ACCOUNT, old.id())).isEmpty();
        assertThat(inventory.snapshot().operation(ACCOUNT, fresh.id())).isPresent();
    }
}
