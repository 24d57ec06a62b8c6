package io.posthorn.message;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/// A named set of senders with the rules for choosing among them. Its members are `Member`s.
public record SenderPool(
        PoolId id,
        String account,
        String name,
        Map<String, String> tags,
        Policy policy,
        OperationId createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /// A sender's place in a pool.
    ///
    /// @param weight relative share, 0 drains: nothing new is given to it
    /// @param tier 0 is asked first; a higher one only when no sender of a lower one is eligible
    /// @param pinnedHealth 0.1 to 1: the operator's word, which no measurement overrides
    public record Member(
            PoolId pool,
            SenderId sender,
            double weight,
            int tier,
            boolean enabled,
            OptionalDouble pinnedHealth,
            Instant addedAt) {}
}
