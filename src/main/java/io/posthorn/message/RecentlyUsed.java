package io.posthorn.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What was used last, up to a total size. Safe to use from any thread.
public final class RecentlyUsed<K, V> {

    private final long max;
    private final ToLongFunction<V> size;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /// @param size of one, in whatever unit `max` is; what never changes of it
    public RecentlyUsed(long max, ToLongFunction<V> size) {
        this.max = max;
        this.size = size;
    }

    public synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    /// Makes room by forgetting what was not used for longest; one that is too large for all the
    /// room is not kept.
    public synchronized void put(K key, V value) {
        remove(key);
        values.put(key, value);
        held += size.applyAsLong(value);
        var oldest = values.entrySet().iterator();
        while (held > max && oldest.hasNext()) {
            held -= size.applyAsLong(oldest.next().getValue());
            oldest.remove();
        }
    }

    public synchronized void clear() {
        values.clear();
        held = 0;
    }

    public synchronized void remove(K key) {
        V known = values.remove(key);
        if (known != null) {
            held -= size.applyAsLong(known);
        }
    }
}
