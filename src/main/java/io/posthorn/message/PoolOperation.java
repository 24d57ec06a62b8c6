package io.posthorn.message;

import java.time.Instant;

/// What one request did to a pool: made it or added senders. Complete when it is stored.
///
/// @param total senders in the request; 1, the pool itself, when it named none
/// @param created memberships made
/// @param failed senders that could not be added
public record PoolOperation(
        OperationId id,
        String account,
        PoolId pool,
        int total,
        int created,
        int failed,
        Instant createdAt) {}
