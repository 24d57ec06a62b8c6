package io.posthorn.message;

import java.time.Instant;

/// The sender a recipient keeps in a pool.
///
/// @param address the recipient's, normalised
/// @param at when it was last used; forgotten 180 days after
public record Assignment(PoolId pool, String address, SenderId sender, Reason reason, Instant at) {

    /// Whose it is: a pool has one assignment for an address.
    public record Key(PoolId pool, String address) {}

    public Key key() {
        return new Key(pool, address);
    }

    /// RECORDED: it was the first to send to him; INBOUND: he wrote to it; PINNED: the operator
    /// says so.
    public enum Reason {
        RECORDED,
        INBOUND,
        PINNED
    }
}
