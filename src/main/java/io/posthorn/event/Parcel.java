package io.posthorn.event;

import io.posthorn.message.DeliveryId;
import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;

/// Events posted, or to be posted, to an endpoint in one request. Stored when it is out of the
/// log's order, given up or to be posted again; then as it is: the name of a component is for ever.
///
/// @param attempts so far
/// @param answer the HTTP status of the last one, 0 when there was none
/// @param error what was wrong with the last one, empty when nothing was tried
public record Parcel(
        DeliveryId id,
        WebhookId webhook,
        List<EventId> events,
        Status status,
        int attempts,
        Instant createdAt,
        Instant lastAttemptAt,
        int answer,
        String error) {

    /// Where a delivery stands.
    public enum Status {
        /// Will be tried, for the first time or again.
        PENDING,
        DELIVERED,
        /// Given up; can be replayed.
        DEAD
    }

    public Parcel {
        events = List.copyOf(events);
    }

    /// After another try.
    Parcel tried(Courier.Answer last, Status now, Instant at) {
        return new Parcel(
                id, webhook, events, now, attempts + 1, createdAt, at, last.status(), last.error());
    }
}
