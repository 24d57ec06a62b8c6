package io.posthorn.message;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// How traffic leaves: one account at one carrier.
///
/// @param type the name of a connection type, such as `SMPP`
/// @param settings that type's settings as text, secrets included: never logged, never answered
///   unmasked
/// @param throughput segments per second over the whole connection; empty: no limit of its own
public record Connection(
        ConnectionId id,
        String account,
        String name,
        String type,
        Map<String, String> settings,
        OptionalDouble throughput,
        Instant createdAt,
        Instant updatedAt) {

    /// With another value of one setting.
    public Connection with(String setting, String value, Instant now) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(setting, value);
        return new Connection(id, account, name, type, changed, throughput, createdAt, now);
    }

    @Override
    public String toString() {
        return "Connection[" + id + ", " + name + ", " + type + "]"; // settings hold secrets
    }
}
