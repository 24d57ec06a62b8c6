package io.posthorn.event;

import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One who is told what happens to an account's messages, in one of the ways there are.
public sealed interface Endpoint permits Webhook, KafkaSink {

    int MAX_BATCH = 500;

    WebhookId id();

    String account();

    Optional<String> description();

    /// Patterns of the types it takes by itself; its subscriptions add to them.
    List<String> types();

    /// Events told at once at most.
    int batchSize();

    Instant createdAt();

    Instant updatedAt();
}
