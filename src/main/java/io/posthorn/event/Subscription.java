package io.posthorn.event;

import io.posthorn.message.SubscriptionId;
import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;

/// Event types an endpoint takes besides its own. Stored as it is: the name of a component is for
/// ever.
public record Subscription(
        SubscriptionId id,
        String account,
        WebhookId webhook,
        String description,
        List<Subscribed> types,
        Instant createdAt,
        Instant updatedAt) {

    /// A type with the version of its schema.
    ///
    /// @param schemaVersion as asked for; kept and shown, the payload is the same for all
    public record Subscribed(String type, int schemaVersion) {}

    public Subscription {
        types = List.copyOf(types);
    }
}
