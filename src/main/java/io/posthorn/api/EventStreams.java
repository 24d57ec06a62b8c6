package io.posthorn.api;

import static io.posthorn.api.Route.delete;
import static io.posthorn.api.Route.get;
import static io.posthorn.api.Route.post;

import io.posthorn.event.AddressGuard;
import io.posthorn.event.Lanes;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// The resources of Twilio's Event Streams, so that automation written for them works: our
/// endpoints under their names. Bodies may be forms or JSON, names are known in any spelling.
final class EventStreams {

    private static final List<String> LOCATION = List.of("Location");

    private final Sinks sinks;
    private final SinkForms forms;
    private final Subscriptions subscriptions;

    EventStreams(Lanes lanes, AddressGuard guard) {
        this.sinks = new Sinks(lanes);
        this.forms = new SinkForms(guard);
        this.subscriptions = new Subscriptions(lanes);
    }

    List<Route<?, ?>> routes() {
        return Stream.of(sinks(), subscriptions(), subscribedEvents(), types(), schemas())
                .<Route<?, ?>>flatMap(List::stream)
                .toList();
    }

    private List<Route<?, ?>> sinks() {
        return List.of(
                get("/Sinks", "List sinks")
                        .query(Sinks.Filter.SHAPE)
                        .answers(200, Sinks.ViewPage.class)
                        .by(sinks::list),
                post("/Sinks", "Create a sink")
                        .described(
                                "An endpoint without types of its own; its subscriptions give it"
                                        + " some. A `webhook` is posted to, a `kafka` topic written"
                                        + " to: a record for each event, its key the message's id.")
                        .body(forms.create())
                        .answers(201, Sinks.View.class, LOCATION)
                        .by(sinks::create),
                get("/Sinks/{sinkSid}", "Fetch a sink")
                        .answers(200, Sinks.View.class)
                        .by(sinks::fetch),
                post("/Sinks/{sinkSid}", "Change a sink's description")
                        .body(SinkForms.Update.SHAPE)
                        .answers(200, Sinks.View.class)
                        .mayConflict()
                        .by(sinks::update),
                delete("/Sinks/{sinkSid}", "Delete a sink without subscriptions")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(sinks::delete),
                post("/Sinks/{sinkSid}/Test", "Tell it one event that says nothing, now")
                        .answers(201, Sinks.SinkResult.class)
                        .by(sinks::test),
                post("/Sinks/{sinkSid}/Validate", "Prove that a sink is one's own")
                        .described("Every sink is active from the start; any `TestId` is right.")
                        .body(SinkForms.Validation.SHAPE)
                        .answers(201, Sinks.SinkResult.class)
                        .by(sinks::validate),
                get("/Sinks/{sinkSid}/Deliveries", "List what waits, failed or was delivered")
                        .query(Deliveries.Filter.SHAPE)
                        .answers(200, Deliveries.DeliveryPage.class)
                        .by(sinks::deliveries),
                post("/Sinks/{sinkSid}/Replay", "Tell events again")
                        .described("As for a webhook.")
                        .body(WebhookForms.Replay.SHAPE)
                        .changesResource()
                        .mayConflict()
                        .by(sinks::replay));
    }

    private List<Route<?, ?>> subscriptions() {
        return List.of(
                get("/Subscriptions", "List subscriptions")
                        .query(Subscriptions.Filter.SHAPE)
                        .answers(200, Subscriptions.ViewPage.class)
                        .by(subscriptions::list),
                post("/Subscriptions", "Subscribe a sink to event types")
                        .described(
                                "A `schema_version` is kept and shown; the payload is the same for"
                                        + " all.")
                        .body(Subscriptions.Create.SHAPE)
                        .answers(201, Subscriptions.View.class, LOCATION)
                        .mayConflict()
                        .by(subscriptions::create),
                get("/Subscriptions/{subscriptionSid}", "Fetch a subscription")
                        .answers(200, Subscriptions.View.class)
                        .by(subscriptions::fetch),
                post("/Subscriptions/{subscriptionSid}", "Change a subscription")
                        .body(Subscriptions.Update.SHAPE)
                        .answers(200, Subscriptions.View.class)
                        .mayConflict()
                        .by(subscriptions::update),
                delete("/Subscriptions/{subscriptionSid}", "End a subscription")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(subscriptions::delete));
    }

    private List<Route<?, ?>> subscribedEvents() {
        String path = "/Subscriptions/{subscriptionSid}/SubscribedEvents";
        return List.of(
                get(path, "List the types of a subscription")
                        .query(Subscriptions.Filter.SHAPE)
                        .answers(200, Subscriptions.SubscribedEventPage.class)
                        .by(subscriptions::types),
                post(path, "Add a type to a subscription")
                        .body(Subscriptions.ADD)
                        .answers(201, Subscriptions.SubscribedEvent.class)
                        .mayConflict()
                        .by(subscriptions::add),
                get(path + "/{type}", "Fetch a type of a subscription")
                        .answers(200, Subscriptions.SubscribedEvent.class)
                        .by(subscriptions::type),
                delete(path + "/{type}", "Remove a type from a subscription")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(subscriptions::remove));
    }

    private static List<Route<?, ?>> types() {
        return List.of(
                get("/Types", "List event types")
                        .query(EventTypes.Filter.SHAPE)
                        .answers(200, EventTypes.EventTypePage.class)
                        .by(EventTypes::list),
                get("/Types/{type}", "Fetch an event type")
                        .answers(200, EventTypes.EventTypeView.class)
                        .by(EventTypes::fetch));
    }

    private static List<Route<?, ?>> schemas() {
        String path = "/Schemas/{schemaId}";
        return List.of(
                get(path, "Fetch a schema of events")
                        .answers(200, EventSchemas.SchemaView.class)
                        .by(EventSchemas::fetch),
                get(path + "/Versions", "List the versions of a schema")
                        .query(EventSchemas.Filter.SHAPE)
                        .answers(200, EventSchemas.SchemaVersionPage.class)
                        .by(EventSchemas::versions),
                get(path + "/Versions/{version}", "Fetch a version of a schema")
                        .answers(200, EventSchemas.SchemaVersion.class)
                        .by(EventSchemas::version),
                get(path + "/Versions/{version}/Raw", "Fetch the JSON Schema itself, draft-07")
                        .answers(200, ObjectNode.class)
                        .by(EventSchemas::raw));
    }
}
