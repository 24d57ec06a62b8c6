package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.Inventory;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `/Senders/{id}/HealthEvents`: what the server changed by itself about a sender, and why.
final class HealthEvents {

    private static final int MOST = 10_000; // of one sender; they come by the minute at most

    private final Inventory inventory;
    private final Store store;

    HealthEvents(Parts parts) {
        this.inventory = parts.inventory();
        this.store = parts.store();
    }

    private static final Shape<Page> QUERY =
            Shape.object(Page::of, Page.PAGE_TOKEN, Page.QUERY_SIZE);

    /// One change.
    ///
    /// @param senderPoolId the pool it is about; left out when it is about the sender everywhere
    /// @param from CLOSED, OPEN, PROBING or TENTH of a breaker; HEALTHY or DEGRADED in a pool
    /// @param score its health after, 0 to 1
    record View(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PoolId> senderPoolId,
            String from,
            String to,
            double score,
            String reason,
            Instant occurredAt) {

        static View of(SenderEvent event) {
            return new View(
                    event.pool(),
                    event.from(),
                    event.to(),
                    event.score(),
                    event.reason(),
                    event.at());
        }
    }

    /// A page of them.
    record ViewPage(
            List<View> healthEvents,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    Response list(Call<Page, Route.None> call) {
        SenderId id = call.id("senderId", SenderId::parse, "Sender");
        if (inventory.snapshot().sender(call.account(), id).isEmpty()) {
            throw Refused.notFound("Sender " + id);
        }
        Page.Cut<SenderEvent> cut =
                call.query().of(store.senderEvents(id, MOST).stream(), SenderEvent::seq);
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(View::of).toList(), cut.pagination(), cut.next()));
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.get(
                                "/Senders/{senderId}/HealthEvents",
                                "List what the server changed about a sender by itself")
                        .described(
                                "Newest first: its breaker or its connection's opened or closed,"
                                        + " its health in a pool fell or rose, each with its"
                                        + " reason.")
                        .query(QUERY)
                        .answers(200, ViewPage.class)
                        .by(this::list));
    }
}
