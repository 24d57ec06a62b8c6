package io.posthorn.delivery;

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
import io.posthorn.store.Setting;
import io.posthorn.store.Setting.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An inventory being changed: the documents as stored, and what is to be written over them.
final class Revision {

    private final Map<Key, Stored> stored;
    private final Map<Key, Setting> writes = new LinkedHashMap<>();

    private static final List<Kind> KINDS =
            List.of(
                    Kind.CONNECTION,
                    Kind.SENDER,
                    Kind.POOL,
                    Kind.MEMBER,
                    Kind.POOL_OPERATION,
                    Kind.CONTENT,
                    Kind.PUSH_APP);

    private record Key(Kind kind, String key) {}

    private record Stored(Object document, long version) {}

    private Revision(Map<Key, Stored> stored) {
        this.stored = stored;
    }

    static Revision load(Function<Kind, List<Setting>> settings) {
        Map<Key, Stored> stored = new HashMap<>();
        for (Kind kind : KINDS) {
            for (Setting setting : settings.apply(kind)) {
                stored.put(
                        new Key(kind, setting.key()),
                        new Stored(Documents.read(kind, setting.json()), setting.version()));
            }
        }
        return new Revision(stored);
    }

    /// What follows this one, with nothing written yet.
    Revision next() {
        return new Revision(new HashMap<>(stored));
    }

    void put(Connection connection) {
        put(Kind.CONNECTION, connection.id().toString(), connection);
    }

    void put(Sender sender) {
        put(Kind.SENDER, sender.id().toString(), sender);
    }

    void put(SenderPool pool) {
        put(Kind.POOL, pool.id().toString(), pool);
    }

    void put(Member member) {
        put(Kind.MEMBER, memberKey(member), member);
    }

    void put(PoolOperation operation) {
        put(Kind.POOL_OPERATION, operation.id().toString(), operation);
    }

    void put(ContentTemplate template) {
        put(Kind.CONTENT, template.id().toString(), template);
    }

    void remove(ContentTemplate template) {
        remove(Kind.CONTENT, template.id().toString());
    }

    void put(PushApp app) {
        put(Kind.PUSH_APP, app.account() + "/" + app.name(), app);
    }

    void remove(Connection connection) {
        remove(Kind.CONNECTION, connection.id().toString());
    }

    void remove(Sender sender) {
        remove(Kind.SENDER, sender.id().toString());
    }

    void remove(SenderPool pool) {
        remove(Kind.POOL, pool.id().toString());
    }

    void remove(Member member) {
        remove(Kind.MEMBER, memberKey(member));
    }

    void remove(PoolOperation operation) {
        remove(Kind.POOL_OPERATION, operation.id().toString());
    }

    private static String memberKey(Member member) {
        return member.pool() + "/" + member.sender();
    }

    private void put(Kind kind, String key, Object document) {
        Key at = new Key(kind, key);
        long version = version(at);
        writes.put(at, new Setting(kind, key, version, Documents.write(document)));
        stored.put(at, new Stored(document, version + 1));
    }

    private void remove(Kind kind, String key) {
        Key at = new Key(kind, key);
        writes.put(at, new Setting(kind, key, version(at), ""));
        stored.remove(at);
    }

    private long version(Key at) {
        Setting written = writes.get(at);
        if (written != null) {
            return written.version(); // one write per document, over what the store has
        }
        Stored before = stored.get(at);
        return before == null ? 0 : before.version();
    }

    List<Setting> writes() {
        return List.copyOf(writes.values());
    }

    Snapshot snapshot() {
        Map<PoolId, Map<SenderId, Member>> members = new HashMap<>();
        for (Member member : all(Kind.MEMBER, Member.class)) {
            members.computeIfAbsent(member.pool(), _ -> new HashMap<>())
                    .put(member.sender(), member);
        }
        Map<SenderId, Sender> senders = by(Sender::id, all(Kind.SENDER, Sender.class));
        Map<Snapshot.SenderKey, SenderId> byAddress = new HashMap<>();
        senders.values().forEach(s -> byAddress.put(Snapshot.SenderKey.of(s), s.id()));
        Map<ConnectionId, Connection> connections =
                by(Connection::id, all(Kind.CONNECTION, Connection.class));
        Map<PoolId, SenderPool> pools = by(SenderPool::id, all(Kind.POOL, SenderPool.class));
        Map<OperationId, PoolOperation> operations =
                by(PoolOperation::id, all(Kind.POOL_OPERATION, PoolOperation.class));
        Map<ContentId, ContentTemplate> contents =
                by(ContentTemplate::id, all(Kind.CONTENT, ContentTemplate.class));
        List<PushApp> apps = all(Kind.PUSH_APP, PushApp.class);
        return new Snapshot(
                connections, senders, pools, members, operations, contents, byAddress, apps);
    }

    private <T> List<T> all(Kind kind, Class<T> type) {
        List<T> documents = new ArrayList<>();
        stored.forEach((key, value) -> {
            if (key.kind == kind) {
                documents.add(type.cast(value.document));
            }
        });
        return documents;
    }

    private static <I, T> Map<I, T> by(Function<T, I> id, List<T> documents) {
        return documents.stream().collect(Collectors.toMap(id, Function.identity()));
    }
}
