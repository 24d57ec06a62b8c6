package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.event.Endpoint;
import io.posthorn.event.EventFilter;
import io.posthorn.event.EventId;
import io.posthorn.event.Lanes;
import io.posthorn.event.Parcel;
import io.posthorn.message.DeliveryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an endpoint was told, and telling it again.
final class Deliveries {

    private final Lanes lanes;

    Deliveries(Lanes lanes) {
        this.lanes = lanes;
    }

    /// One request with events, tried or to be tried.
    record Delivery(
            DeliveryId id,
            Parcel.Status status,
            List<String> eventIds,
            int attempts,
            Optional<Integer> statusCode,
            String error,
            Instant createdAt,
            Instant lastAttemptAt) {

        private static Delivery of(Parcel parcel) {
            return new Delivery(
                    parcel.id(),
                    parcel.status(),
                    parcel.events().stream().map(EventId::toString).toList(),
                    parcel.attempts(),
                    Optional.of(parcel.answer()).filter(status -> status > 0),
                    parcel.error(),
                    parcel.createdAt(),
                    parcel.lastAttemptAt());
        }
    }

    record DeliveryPage(
            List<Delivery> deliveries,
            Page.Pagination pagination,
            @JsonInclude(Include.NON_ABSENT) Optional<String> nextPageToken) {}

    record Filter(Optional<Parcel.Status> status, Page page) {

        private static final Field<Optional<Parcel.Status>> STATUS =
                Field.optional("status", Shape.choice(Parcel.Status.class));

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(values.get(STATUS), Page.of(values)),
                        STATUS,
                        Page.PAGE_TOKEN,
                        Page.QUERY_SIZE);
    }

    Response list(Call<Filter, Route.None> call, Endpoint endpoint) {
        Optional<Parcel.Status> status = call.query().status();
        Page.Cut<Parcel> cut =
                call.query()
                        .page()
                        .of(
                                lanes.deliveries(endpoint.id()).stream()
                                        .filter(p -> status.map(p.status()::equals).orElse(true)),
                                parcel -> parcel.id().value());
        List<Delivery> views = cut.items().stream().map(Delivery::of).toList();
        return Response.ok(new DeliveryPage(views, cut.pagination(), cut.next()));
    }

    void replay(Call<Route.None, WebhookForms.Replay> call, Endpoint endpoint) {
        call.body()
                .since()
                .ifPresentOrElse(
                        since -> lanes.replay(endpoint.id(), since),
                        () -> lanes.replay(endpoint, known(call, call.body().events())));
    }

    private List<EventId> known(Call<?, ?> call, List<EventId> wanted) {
        Place list = Place.ROOT.property("eventIds");
        for (int i = 0; i < wanted.size(); i++) {
            List<EventId> one = List.of(wanted.get(i));
            if (lanes.feed().find(one, EventFilter.all(call.account())).isEmpty()) {
                throw Refused.notFound("Event " + wanted.get(i), list.item(i));
            }
        }
        return wanted;
    }
}
