package io.posthorn.store;

/// A small document that changes through the API and is read into memory whole: a sender, a pool, a
/// connection.
///
/// @param key unique within the kind
/// @param version as stored; 0 for one that does not exist yet
/// @param json empty deletes it
public record Setting(Kind kind, String key, long version, String json) {

    public enum Kind {
        CONNECTION,
        SENDER,
        POOL,
        MEMBER,
        POOL_OPERATION
    }
}
