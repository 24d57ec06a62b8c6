package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.Nearest;
import io.posthorn.event.Endpoint;
import io.posthorn.event.EventType;
import io.posthorn.event.Lanes;
import io.posthorn.event.Subscription;
import io.posthorn.event.Subscription.Subscribed;
import io.posthorn.message.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/Subscriptions` and their `/SubscribedEvents`: which types a sink takes.
final class Subscriptions {

    private static final int MAX_TYPES = 100;

    private static final Shape<EventType> TYPE =
            Shape.text(1, 200).then(Subscriptions::known).described("One of `/Types`");
    private static final Shape<Subscribed> SUBSCRIBED = subscribed("type", "schema_version");

    private final Lanes lanes;

    Subscriptions(Lanes lanes) {
        this.lanes = lanes;
    }

    private static Shape<Subscribed> subscribed(String typeName, String versionName) {
        var type = Field.required(typeName, TYPE);
        var version = Field.optional(versionName, new TextualInteger(1, 1000));
        return Shape.object(
                values ->
                        new Subscribed(
                                values.get(type).wireName(),
                                values.get(version).orElse(values.get(type).schemaVersion())),
                type,
                version);
    }

    private static @Nullable EventType known(String text, Place at, Findings findings) {
        Optional<EventType> type = EventType.of(text);
        if (type.isEmpty()) {
            findings.add(at.label() + " must be one of the types that /Types lists", at);
        }
        return type.orElse(null);
    }

    /// Several types, or one without the list around it; each an object, or text that holds it.
    private record TypesShape() implements Shape<List<Subscribed>> {

        private static final JsonText<Subscribed> ONE = new JsonText<>(SUBSCRIBED);
        private static final Shape<List<Subscribed>> LIST = Shape.list(ONE, 1, MAX_TYPES);

        @Override
        public @Nullable List<Subscribed> read(JsonNode node, Place at, Findings findings) {
            if (node.isArray()) {
                return LIST.read(node, at, findings);
            }
            Subscribed one = ONE.read(node, at, findings);
            return one == null ? null : List.of(one);
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            ObjectNode schema = Schemas.any();
            schema.putArray("anyOf").add(LIST.schema(schemas)).add(ONE.schema(schemas));
            return schema;
        }
    }

    record Create(String description, String sinkSid, List<Subscribed> types) {

        private static final Field<String> DESCRIPTION =
                Field.required("Description", Shape.text(1, 1000));
        private static final Field<String> SINK = Field.required("SinkSid", Shape.text(1, 40));
        private static final Field<List<Subscribed>> TYPES =
                Field.required("Types", new TypesShape());

        static final Shape<Create> SHAPE =
                new FormShape<>(
                        Shape.object(
                                        values ->
                                                new Create(
                                                        values.get(DESCRIPTION),
                                                        values.get(SINK),
                                                        values.get(TYPES)),
                                        DESCRIPTION,
                                        SINK,
                                        TYPES)
                                .named("SubscriptionCreate"));
    }

    record Update(Optional<String> description, Optional<String> sinkSid) {

        private static final Field<Optional<String>> DESCRIPTION =
                Field.optional("Description", Shape.text(1, 1000));
        private static final Field<Optional<String>> SINK =
                Field.optional("SinkSid", Shape.text(1, 40));

        static final Shape<Update> SHAPE =
                new FormShape<>(
                        Shape.update(
                                        values ->
                                                new Update(
                                                        values.get(DESCRIPTION), values.get(SINK)),
                                        DESCRIPTION,
                                        SINK)
                                .named("SubscriptionUpdate"));
    }

    /// A type to be added.
    static final Shape<Subscribed> ADD =
            new FormShape<>(subscribed("Type", "SchemaVersion").named("SubscribedEventCreate"));

    record Filter(Optional<String> sinkSid, ClassicPage page) {

        private static final Field<Optional<String>> SINK =
                Field.optional("SinkSid", Shape.text(1, 40));

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(values.get(SINK), ClassicPage.of(values)),
                        SINK,
                        ClassicPage.PAGE,
                        ClassicPage.PAGE_SIZE,
                        ClassicPage.PAGE_TOKEN);
    }

    record SubscriptionLinks(@JsonProperty("subscribed_events") String subscribedEvents) {}

    record View(
            String sid,
            @JsonProperty("account_sid") String accountSid,
            String description,
            @JsonProperty("sink_sid") String sinkSid,
            @JsonProperty("date_created") Instant dateCreated,
            @JsonProperty("date_updated") Instant dateUpdated,
            String url,
            SubscriptionLinks links) {}

    record ViewPage(List<View> subscriptions, ClassicPage.Meta meta) {}

    record SubscribedEvent(
            @JsonProperty("account_sid") String accountSid,
            @JsonProperty("subscription_sid") String subscriptionSid,
            String type,
            @JsonProperty("schema_version") int schemaVersion,
            String url) {}

    record SubscribedEventPage(List<SubscribedEvent> types, ClassicPage.Meta meta) {}

    Response list(Call<Filter, Route.None> call) {
        Optional<String> sink = call.query().sinkSid();
        List<Subscription> all =
                lanes.endpoints().subscriptions(call.account()).stream()
                        .filter(s -> sink.map(Sinks.sid(s.webhook())::equals).orElse(true))
                        .toList();
        ClassicPage page = call.query().page();
        List<View> views = page.of(all).stream().map(s -> view(s, call.links())).toList();
        String url = call.links().to("/Subscriptions");
        return Response.ok(new ViewPage(views, page.meta(url, "subscriptions", all.size())));
    }

    Response create(Call<Route.None, Create> call) {
        Create wanted = call.body();
        Endpoint sink = sink(call, wanted.sinkSid);
        Subscription made =
                lanes.endpoints()
                        .addSubscription((id, now) ->
                                new Subscription(
                                        id,
                                        call.account(),
                                        sink.id(),
                                        wanted.description,
                                        wanted.types,
                                        now,
                                        now));
        View view = view(made, call.links());
        return Response.json(201, view, new Response.Header("Location", view.url));
    }

    private Endpoint sink(Call<?, ?> call, String sid) {
        return Sinks.find(lanes, call.account(), sid)
                .orElseThrow(() ->
                        Refused.notFound(
                                "Sink " + Nearest.shown(sid), Place.ROOT.property("SinkSid")));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(view(known(call), call.links()));
    }

    Response update(Call<Route.None, Update> call) {
        Optional<Endpoint> sink = call.body().sinkSid.map(sid -> sink(call, sid));
        Subscription updated =
                lanes.endpoints()
                        .updateSubscription(
                                known(call).id(),
                                (old, now) ->
                                        new Subscription(
                                                old.id(),
                                                old.account(),
                                                sink.map(Endpoint::id).orElse(old.webhook()),
                                                call.body().description.orElse(old.description()),
                                                old.types(),
                                                old.createdAt(),
                                                now));
        return Response.ok(view(updated, call.links()));
    }

    Response delete(Call<Route.None, Route.None> call) {
        lanes.endpoints().deleteSubscription(known(call).id());
        return Response.noContent();
    }

    Response types(Call<Filter, Route.None> call) {
        Subscription subscription = known(call);
        ClassicPage page = call.query().page();
        List<SubscribedEvent> views =
                page.of(subscription.types()).stream()
                        .map(type -> view(subscription, type, call.links()))
                        .toList();
        String url = url(subscription, call.links()) + "/SubscribedEvents";
        return Response.ok(
                new SubscribedEventPage(
                        views, page.meta(url, "types", subscription.types().size())));
    }

    Response add(Call<Route.None, Subscribed> call) {
        Subscribed wanted = call.body();
        Subscription after =
                change(
                        known(call),
                        types -> {
                            types.removeIf(each -> each.type().equals(wanted.type()));
                            types.add(wanted);
                            return types;
                        });
        return Response.json(201, view(after, wanted, call.links()));
    }

    Response type(Call<Route.None, Route.None> call) {
        Subscription subscription = known(call);
        return Response.ok(view(subscription, subscribed(call, subscription), call.links()));
    }

    Response remove(Call<Route.None, Route.None> call) {
        Subscription subscription = known(call);
        Subscribed gone = subscribed(call, subscription);
        change(
                subscription,
                types -> {
                    types.remove(gone);
                    return types;
                });
        return Response.noContent();
    }

    private static Subscribed subscribed(Call<?, ?> call, Subscription subscription) {
        String name = call.path().getOrDefault("type", "");
        return subscription.types().stream()
                .filter(each -> each.type().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("SubscribedEvent " + Nearest.shown(name)));
    }

    private Subscription change(Subscription which, UnaryOperator<List<Subscribed>> types) {
        return lanes.endpoints()
                .updateSubscription(
                        which.id(),
                        (old, now) ->
                                new Subscription(
                                        old.id(),
                                        old.account(),
                                        old.webhook(),
                                        old.description(),
                                        types.apply(new ArrayList<>(old.types())),
                                        old.createdAt(),
                                        now));
    }

    private Subscription known(Call<?, ?> call) {
        String sid = call.path().getOrDefault("subscriptionSid", "");
        OptionalLong number = StreamSid.parse(StreamSid.SUBSCRIPTION, sid);
        return (number.isPresent()
                        ? lanes.endpoints()
                                .subscription(
                                        call.account(), new SubscriptionId(number.getAsLong()))
                        : Optional.<Subscription>empty())
                .orElseThrow(() -> Refused.notFound("Subscription " + Nearest.shown(sid)));
    }

    private static String sid(Subscription subscription) {
        return StreamSid.format(StreamSid.SUBSCRIPTION, subscription.id().value());
    }

    private static String url(Subscription subscription, Links links) {
        return links.to("/Subscriptions/" + sid(subscription));
    }

    private static View view(Subscription subscription, Links links) {
        String url = url(subscription, links);
        return new View(
                sid(subscription),
                subscription.account(),
                subscription.description(),
                Sinks.sid(subscription.webhook()),
                subscription.createdAt(),
                subscription.updatedAt(),
                url,
                new SubscriptionLinks(url + "/SubscribedEvents"));
    }

    private static SubscribedEvent view(Subscription of, Subscribed type, Links links) {
        return new SubscribedEvent(
                of.account(),
                sid(of),
                type.type(),
                type.schemaVersion(),
                url(of, links) + "/SubscribedEvents/" + type.type());
    }
}
