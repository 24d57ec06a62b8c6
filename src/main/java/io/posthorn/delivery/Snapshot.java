package io.posthorn.delivery;

import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.ContentId;
import io.posthorn.message.ContentTemplate;
import io.posthorn.message.OperationId;
import io.posthorn.message.PoolId;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.PushApp;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All connections, senders, pools and templates as they were at one moment. Never changes.
public final class Snapshot {

    private final Map<ConnectionId, Connection> connections;
    private final Map<SenderId, Sender> senders;
    private final Map<PoolId, SenderPool> pools;
    private final Map<PoolId, Map<SenderId, Member>> members;
    private final Map<OperationId, PoolOperation> operations;
    private final Map<ContentId, ContentTemplate> contents;
    private final Map<SenderKey, SenderId> byAddress;
    private final List<PushApp> apps;

    /// What no two senders of an account share.
    record SenderKey(String account, String address, Channel channel) {

        static SenderKey of(Sender sender) {
            return new SenderKey(sender.account(), sender.address(), sender.channel());
        }
    }

    /// The maps must not change any more.
    Snapshot(
            Map<ConnectionId, Connection> connections,
            Map<SenderId, Sender> senders,
            Map<PoolId, SenderPool> pools,
            Map<PoolId, Map<SenderId, Member>> members,
            Map<OperationId, PoolOperation> operations,
            Map<ContentId, ContentTemplate> contents,
            Map<SenderKey, SenderId> byAddress,
            List<PushApp> apps) {
        this.connections = Collections.unmodifiableMap(connections);
        this.senders = Collections.unmodifiableMap(senders);
        this.pools = Collections.unmodifiableMap(pools);
        this.members = members;
        this.operations = Collections.unmodifiableMap(operations);
        this.contents = Collections.unmodifiableMap(contents);
        this.byAddress = byAddress;
        this.apps = apps;
    }

    // Whatever the account: for those who send

    public Optional<Connection> connection(ConnectionId id) {
        return Optional.ofNullable(connections.get(id));
    }

    public Optional<Sender> sender(SenderId id) {
        return Optional.ofNullable(senders.get(id));
    }

    public Optional<SenderPool> pool(PoolId id) {
        return Optional.ofNullable(pools.get(id));
    }

    public Collection<Connection> connections() {
        return connections.values();
    }

    public Collection<Sender> senders() {
        return senders.values();
    }

    public Collection<SenderPool> pools() {
        return pools.values();
    }

    /// In no order; empty when there is no such pool.
    public Collection<Member> members(PoolId pool) {
        return Collections.unmodifiableCollection(members.getOrDefault(pool, Map.of()).values());
    }

    public Optional<Member> member(PoolId pool, SenderId sender) {
        return Optional.ofNullable(members.getOrDefault(pool, Map.of()).get(sender));
    }

    /// Where a sender is a member, longest membership first.
    public List<Member> memberships(SenderId sender) {
        return members.values().stream()
                .flatMap(of -> Stream.ofNullable(of.get(sender)))
                .sorted(
                        Comparator.comparing(Member::addedAt)
                                .thenComparingLong(member -> member.pool().value()))
                .toList();
    }

    public Optional<ContentTemplate> content(ContentId id) {
        return Optional.ofNullable(contents.get(id));
    }

    // Of one account: for those who ask

    public List<Connection> connections(String account) {
        return connections.values().stream().filter(c -> c.account().equals(account)).toList();
    }

    public List<Sender> senders(String account) {
        return senders.values().stream().filter(s -> s.account().equals(account)).toList();
    }

    public List<SenderPool> pools(String account) {
        return pools.values().stream().filter(p -> p.account().equals(account)).toList();
    }

    /// By name; empty while nobody has looked at them.
    public List<PushApp> pushApps(String account) {
        return apps.stream()
                .filter(app -> app.account().equals(account))
                .sorted(Comparator.comparing(PushApp::name))
                .toList();
    }

    public List<PoolOperation> operations(String account) {
        return operations.values().stream().filter(o -> o.account().equals(account)).toList();
    }

    public List<ContentTemplate> contents(String account) {
        return contents.values().stream().filter(c -> c.account().equals(account)).toList();
    }

    public Optional<ContentTemplate> content(String account, ContentId id) {
        return content(id).filter(c -> c.account().equals(account));
    }

    public Optional<Connection> connection(String account, ConnectionId id) {
        return connection(id).filter(c -> c.account().equals(account));
    }

    public Optional<Sender> sender(String account, SenderId id) {
        return sender(id).filter(s -> s.account().equals(account));
    }

    public Optional<Sender> sender(String account, String address, Channel channel) {
        return Optional.ofNullable(byAddress.get(new SenderKey(account, address, channel)))
                .map(senders::get);
    }

    public Optional<SenderPool> pool(String account, PoolId id) {
        return pool(id).filter(p -> p.account().equals(account));
    }

    public Optional<PoolOperation> operation(String account, OperationId id) {
        return Optional.ofNullable(operations.get(id)).filter(o -> o.account().equals(account));
    }
}
