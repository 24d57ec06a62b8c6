package io.posthorn.message;

import java.time.Instant;
import java.util.Map;

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
    public record Member(
            PoolId pool,
            SenderId sender,
            double weight,
            int tier,
            boolean enabled,
            Instant addedAt) {}
}
