package io.posthorn.delivery;

import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Origin;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.store.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request to send, once nothing can be wrong with it any more.
///
/// @param channelOrder channels the request ranked, best first; the others follow in the default
///   order
/// @param filterIn the only channels allowed; empty: all
/// @param validity how long an attempt may still begin; empty: the pool's
/// @param key the caller's idempotency key
public record Order(
        String account,
        Origin origin,
        List<Channel> channelOrder,
        Set<Channel> filterIn,
        Content content,
        Map<String, String> tags,
        Priority priority,
        Optional<Duration> validity,
        Optional<String> orderingKey,
        boolean scheduled,
        List<To> recipients,
        Optional<Batch.IdempotencyKey> key) {

    /// One recipient with what is his alone.
    ///
    /// @param tags rendered for him
    /// @param sendAt empty: at once
    public record To(Recipient recipient, Map<String, String> tags, Optional<Instant> sendAt) {}
}
