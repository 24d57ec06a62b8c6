package io.posthorn.store;

import io.posthorn.message.ConnectionId;
import io.posthorn.message.ContentId;
import io.posthorn.message.DeliveryId;
import io.posthorn.message.OperationId;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderId;
import io.posthorn.message.SubscriptionId;
import io.posthorn.message.WebhookId;
import java.util.Optional;

/// A small document that changes through the API and is read into memory whole: a sender, a pool, a
/// connection.
///
/// @param key unique within the kind: the resource's id as it is shown; a member, which has none,
///   has a key made of two
/// @param version as stored; 0 for one that does not exist yet
/// @param json empty deletes it
public record Setting(Kind kind, String key, long version, String json) {

    public enum Kind {
        CONNECTION,
        SENDER,
        POOL,
        MEMBER,
        POOL_OPERATION,
        PUSH_APP,
        WEBHOOK,
        SUBSCRIPTION,
        DELIVERY,
        KAFKA_SINK,
        CONTENT
    }

    /// The number of the id that `key` is; 0 when it is none.
    public long number() {
        Optional<Long> number =
                switch (kind) {
                    case CONNECTION -> ConnectionId.parse(key).map(ConnectionId::value);
                    case SENDER -> SenderId.parse(key).map(SenderId::value);
                    case POOL -> PoolId.parse(key).map(PoolId::value);
                    case POOL_OPERATION -> OperationId.parse(key).map(OperationId::value);
                    case WEBHOOK, KAFKA_SINK -> WebhookId.parse(key).map(WebhookId::value);
                    case SUBSCRIPTION -> SubscriptionId.parse(key).map(SubscriptionId::value);
                    case DELIVERY -> DeliveryId.parse(key).map(DeliveryId::value);
                    case CONTENT -> ContentId.parse(key).map(ContentId::value);
                    case MEMBER, PUSH_APP -> Optional.empty();
                };
        return number.orElse(0L);
    }
}
