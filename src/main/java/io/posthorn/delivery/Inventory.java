package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.ContentId;
import io.posthorn.message.ContentTemplate;
import io.posthorn.message.CredentialId;
import io.posthorn.message.Ids;
import io.posthorn.message.OperationId;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Connections, senders, pools and templates: kept in memory, changed through the store, and always
/// as the store has them.
///
/// Every rule about what may stand beside what is here; a change that breaks one throws [Conflict].
/// A change is stored whole or not at all, and is in the snapshot when the method returns.
public final class Inventory {

    /// How long a pool operation can be asked for.
    private static final Duration OPERATIONS_KEPT = Duration.ofDays(7);

    private static final int TRIES = 5; // against other nodes on the same store

    private final Store store;
    private final Ids ids;
    private final Time time;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Revision revision;
    private volatile Snapshot snapshot;

    /// Reads the whole inventory.
    public Inventory(Store store, Ids ids, Time time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.revision = Revision.load(store::settings);
        this.snapshot = revision.snapshot();
    }

    /// As everything is now. Take one per decision, so that the decision sees one moment.
    public Snapshot snapshot() {
        return snapshot;
    }

    /// `listener` runs after every change, on the thread that made it.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// The number of a new resource.
    public long nextId(Instant now) {
        return ids.next(now);
    }

    /// Makes a resource of its new id and the time.
    @FunctionalInterface
    public interface Make<I, T> {
        T of(I id, Instant now);
    }

    /// Makes what a resource becomes of what it is and the time.
    @FunctionalInterface
    public interface Alter<T> {
        T apply(T before, Instant now);
    }

    public Connection addConnection(Make<ConnectionId, Connection> make) {
        return change(edit -> {
            ConnectionId id = new ConnectionId(ids.next(edit.now));
            Connection connection = make.of(id, edit.now);
            requireOwnName(edit.before, connection);
            edit.next.put(connection);
            return connection;
        });
    }

    public Connection updateConnection(ConnectionId id, Alter<Connection> change) {
        return change(edit -> {
            Connection connection =
                    change.apply(existing(edit.before.connection(id), id), edit.now);
            requireOwnName(edit.before, connection);
            edit.next.put(connection);
            return connection;
        });
    }

    public void deleteConnection(ConnectionId id) {
        change(edit -> {
            Connection connection = existing(edit.before.connection(id), id);
            long users =
                    edit.before.senders().stream()
                            .filter(sender -> sender.connection().equals(id))
                            .count();
            if (users > 0) {
                throw new Conflict(users + " senders still use this connection");
            }
            edit.next.remove(connection);
            return connection;
        });
    }

    public Sender addSender(Make<SenderId, Sender> make) {
        return change(edit -> {
            Sender sender = make.of(new SenderId(ids.next(edit.now)), edit.now);
            if (edit.before
                    .sender(sender.account(), sender.address(), sender.channel())
                    .isPresent()) {
                throw new Conflict("There is a sender with this address and channel already");
            }
            existing(edit.before.connection(sender.connection()), sender.connection());
            edit.next.put(sender);
            return sender;
        });
    }

    /// Changes anything but address and channel.
    public Sender updateSender(SenderId id, Alter<Sender> change) {
        return change(edit -> {
            Sender sender = change.apply(existing(edit.before.sender(id), id), edit.now);
            existing(edit.before.connection(sender.connection()), sender.connection());
            edit.next.put(sender);
            return sender;
        });
    }

    /// Its memberships end with it, and what an app was known by.
    public void deleteSender(SenderId id) {
        change(edit -> {
            Sender sender = existing(edit.before.sender(id), id);
            edit.before
                    .pools()
                    .forEach(
                            pool -> edit.before.member(pool.id(), id).ifPresent(edit.next::remove));
            edit.before.pushApps(sender.account()).stream()
                    .filter(app -> app.credential(new CredentialId(id.value())).isPresent())
                    .forEach(app ->
                            edit.next.put(app.without(new CredentialId(id.value()), edit.now)));
            edit.next.remove(sender);
            return sender;
        });
    }

    /// A pool to be made.
    ///
    /// @param name empty: the pool's id
    public record NewPool(
            String account,
            Optional<String> name,
            Map<String, String> tags,
            Policy policy,
            List<NewMember> members) {}

    /// A membership to be made; what is empty keeps its value, or the default when it is new.
    public record NewMember(
            Optional<SenderId> sender,
            Optional<Double> weight,
            Optional<Integer> tier,
            Optional<Boolean> enabled,
            OptionalDouble pinnedHealth) {

        private Member of(PoolId pool, SenderId id, Optional<Member> before, Instant now) {
            return new Member(
                    pool,
                    id,
                    weight.or(() -> before.map(Member::weight)).orElse(1.0),
                    tier.or(() -> before.map(Member::tier)).orElse(0),
                    enabled.or(() -> before.map(Member::enabled)).orElse(true),
                    pinnedHealth.isPresent()
                            ? pinnedHealth
                            : before.map(Member::pinnedHealth).orElse(OptionalDouble.empty()),
                    before.map(Member::addedAt).orElse(now));
        }
    }

    public PoolOperation addPool(NewPool wanted) {
        return change(edit -> {
            PoolId id = new PoolId(ids.next(edit.now));
            OperationId operation = new OperationId(ids.next(edit.now));
            edit.next.put(
                    new SenderPool(
                            id,
                            wanted.account,
                            wanted.name.orElse(id.toString()),
                            wanted.tags,
                            wanted.policy,
                            operation,
                            edit.now,
                            edit.now));
            return addMembers(edit, operation, wanted.account, id, wanted.members);
        });
    }

    public SenderPool updatePool(PoolId id, Alter<SenderPool> change) {
        return change(edit -> {
            SenderPool pool = change.apply(existing(edit.before.pool(id), id), edit.now);
            edit.next.put(pool);
            return pool;
        });
    }

    /// Its senders stay.
    public void deletePool(PoolId id) {
        change(edit -> {
            SenderPool pool = existing(edit.before.pool(id), id);
            edit.before.members(id).forEach(edit.next::remove);
            edit.next.remove(pool);
            return pool;
        });
    }

    /// Adds senders to a pool. A sender that is in it already stays and counts as added; one that
    /// does not exist counts as failed.
    public PoolOperation addMembers(PoolId id, List<NewMember> members) {
        return change(edit -> {
            SenderPool pool = existing(edit.before.pool(id), id);
            OperationId operation = new OperationId(ids.next(edit.now));
            return addMembers(edit, operation, pool.account(), id, members);
        });
    }

    private static PoolOperation addMembers(
            Editing edit, OperationId id, String account, PoolId pool, List<NewMember> members) {
        int created = 0;
        for (NewMember member : members) {
            Optional<Sender> sender =
                    member.sender.flatMap(each -> edit.before.sender(account, each));
            if (sender.isPresent()) {
                SenderId senderId = sender.get().id();
                Optional<Member> before = edit.before.member(pool, senderId);
                edit.next.put(member.of(pool, senderId, before, edit.now));
                created++;
            }
        }
        boolean onlyThePool = members.isEmpty();
        PoolOperation operation =
                new PoolOperation(
                        id,
                        account,
                        pool,
                        onlyThePool ? 1 : members.size(),
                        onlyThePool ? 1 : created,
                        members.size() - created,
                        edit.now);
        edit.next.put(operation);
        edit.forgetOldOperations(account);
        return operation;
    }

    /// Throws [Conflict] when the sender is not a member.
    public Member updateMember(PoolId pool, SenderId sender, Alter<Member> change) {
        return change(edit -> {
            Member member =
                    change.apply(existing(edit.before.member(pool, sender), sender), edit.now);
            edit.next.put(member);
            return member;
        });
    }

    /// Throws [Conflict] when the sender is not a member.
    public void removeMember(PoolId pool, SenderId sender) {
        change(edit -> {
            Member member = existing(edit.before.member(pool, sender), sender);
            edit.next.remove(member);
            return member;
        });
    }

    public ContentTemplate addContent(Make<ContentId, ContentTemplate> make) {
        return change(edit -> {
            ContentTemplate template = make.of(new ContentId(ids.next(edit.now)), edit.now);
            edit.next.put(template);
            return template;
        });
    }

    /// What was accepted with it has a copy of it.
    public void deleteContent(ContentId id) {
        change(edit -> {
            ContentTemplate template = existing(edit.before.content(id), id);
            edit.next.remove(template);
            return template;
        });
    }

    private static void requireOwnName(Snapshot before, Connection connection) {
        boolean taken =
                before.connections(connection.account()).stream()
                        .anyMatch(other ->
                                other.name().equals(connection.name())
                                        && !other.id().equals(connection.id()));
        if (taken) {
            throw new Conflict("There is a connection with this name already");
        }
    }

    private static <T> T existing(Optional<T> resource, Object id) {
        return resource.orElseThrow(() -> new Conflict(id + " was deleted meanwhile"));
    }

    /// A change in the making.
    record Editing(Snapshot before, Revision next, Instant now) {

        void forgetOldOperations(String account) {
            before.operations(account).stream()
                    .filter(each -> each.createdAt().isBefore(now.minus(OPERATIONS_KEPT)))
                    .forEach(next::remove);
        }
    }

    <T> T change(Function<Editing, T> edit) {
        T result = save(edit);
        listeners.forEach(Runnable::run);
        return result;
    }

    private synchronized <T> T save(Function<Editing, T> edit) {
        for (int i = 0; i < TRIES; i++) {
            Editing editing = new Editing(snapshot, revision.next(), time.now());
            T result = edit.apply(editing);
            if (store.save(editing.next.writes())) {
                publish(editing.next);
                return result;
            }
            publish(Revision.load(store::settings)); // somebody else changed it: look again
        }
        throw new Conflict("Others keep changing this; try again");
    }

    private void publish(Revision current) {
        revision = current.next();
        snapshot = revision.snapshot();
    }
}
