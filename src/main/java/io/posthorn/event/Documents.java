package io.posthorn.event;

import io.posthorn.delivery.Conflict;
import io.posthorn.store.Setting;
import io.posthorn.store.Setting.Kind;
import io.posthorn.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/// All settings of one kind, in memory and in the store, in order of their keys: ids, so oldest
/// first. A change throws [Conflict] when the store has something else than is known here.
final class Documents<T> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Store store;
    private final Kind kind;
    private final Class<T> type;
    private final TreeMap<String, Stored<T>> stored = new TreeMap<>();

    private record Stored<T>(T document, long version) {}

    Documents(Store store, Kind kind, Class<T> type) {
        this.store = store;
        this.kind = kind;
        this.type = type;
        load();
    }

    private void load() {
        stored.clear();
        for (Setting setting : store.settings(kind)) {
            T document = JSON.readValue(setting.json(), type);
            stored.put(setting.key(), new Stored<>(document, setting.version()));
        }
    }

    synchronized List<T> all() {
        return stored.values().stream().map(Stored::document).toList();
    }

    synchronized Optional<T> get(String key) {
        return Optional.ofNullable(stored.get(key)).map(Stored::document);
    }

    synchronized void add(String key, T document) {
        save(key, 0, document);
    }

    synchronized void put(String key, T document) {
        Stored<T> before = stored.get(key);
        save(key, before == null ? 0 : before.version, document);
    }

    synchronized T update(String key, UnaryOperator<T> change) {
        Stored<T> before = stored.get(key);
        if (before == null) {
            throw deleted(key);
        }
        T after = change.apply(before.document);
        save(key, before.version, after);
        return after;
    }

    /// Does nothing when it is not there.
    synchronized void delete(String key) {
        Stored<T> before = stored.get(key);
        if (before != null) {
            write(new Setting(kind, key, before.version, ""));
            stored.remove(key);
        }
    }

    private void save(String key, long version, T document) {
        write(new Setting(kind, key, version, JSON.writeValueAsString(document)));
        stored.put(key, new Stored<>(document, version + 1));
    }

    private void write(Setting setting) {
        if (!store.save(List.of(setting))) {
            load();
            throw new Conflict(setting.key() + " was changed meanwhile; try again");
        }
    }

    private static Conflict deleted(String key) {
        return new Conflict(key + " was deleted meanwhile");
    }
}
