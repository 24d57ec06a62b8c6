package io.posthorn.pool;

/// Why a pool passed a member over; named in decision records.
public enum Passed {
    /// Disabled, deactivated or drained.
    NOT_ENABLED,
    CHANNEL,
    COUNTRY,
    /// Too far away for a pool that requires nearness.
    GEO,
    /// Has failed the message, and others have not.
    FAILED_BEFORE,
    /// Has failed the message as often as it may.
    FAILED_TWICE,
    DOWN,
    BREAKER,
    QUOTA,
    PAIR_RATE,
    /// A lower tier can.
    TIER,
    /// One nearer or of a kind that goes first can.
    RUNG,
    /// The recipient keeps another sender.
    NOT_OWNER,
    /// Degraded: this recipient is among the share it gives up.
    DEGRADED,
    RATE,
    WINDOW,
    /// Others were given less of their share.
    SHARE
}
