package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.event.AddressGuard;
import io.posthorn.event.Lanes;
import io.posthorn.event.Signatures;
import io.posthorn.event.Webhook;
import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `/Sinks`: webhooks, the way Twilio's Event Streams name them. A sink takes what its
/// subscriptions say; a webhook of our own is a sink too.
final class Sinks {

    private final Lanes lanes;
    private final Shape<Configuration> configuration;

    Sinks(Lanes lanes, AddressGuard guard) {
        this.lanes = lanes;
        this.configuration = Configuration.shape(new WebhookForms(guard).url());
    }

    private enum Type {
        WEBHOOK
    }

    private enum Method {
        POST
    }

    /// Where a sink leads.
    ///
    /// @param batched false: one event in each request
    private record Configuration(String destination, boolean batched) {

        private static Shape<Configuration> shape(Shape<String> url) {
            var destination = Field.required("destination", url);
            var method = Field.withDefault("method", Shape.choice(Method.class), Method.POST);
            var batched = Field.withDefault("batch_events", Shape.bool(), true);
            return Shape.object(
                            values ->
                                    new Configuration(values.get(destination), values.get(batched)),
                            destination,
                            method,
                            batched)
                    .named("SinkConfiguration");
        }

        private int batchSize() {
            return batched ? Webhook.MAX_BATCH : 1;
        }
    }

    record Create(String description, Configuration configuration) {}

    record Update(String description) {}

    record Validation(String testId) {

        private static final Field<String> TEST_ID = Field.required("TestId", Shape.text(1, 200));

        static final Shape<Validation> SHAPE =
                new FormShape<>(
                        Shape.object(values -> new Validation(values.get(TEST_ID)), TEST_ID)
                                .named("SinkValidation"));
    }

    record Filter(Optional<Boolean> inUse, ClassicPage page) {

        private static final Field<Optional<Boolean>> IN_USE =
                Field.optional(
                        "InUse",
                        Shape.text(4, 5)
                                .matching("(?i)true|false", "true or false")
                                .as(Boolean::parseBoolean));
        private static final Field<Optional<String>> STATUS =
                Field.optional("Status", Shape.text(1, 40).described("All sinks are active"));

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(values.get(IN_USE), ClassicPage.of(values)),
                        IN_USE,
                        STATUS,
                        ClassicPage.PAGE,
                        ClassicPage.PAGE_SIZE,
                        ClassicPage.PAGE_TOKEN);
    }

    record ConfigurationView(
            String destination, String method, @JsonProperty("batch_events") boolean batchEvents) {}

    record SinkLinks(
            @JsonProperty("sink_test") String sinkTest,
            @JsonProperty("sink_validate") String sinkValidate) {}

    record View(
            String sid,
            String description,
            @JsonProperty("sink_configuration") ConfigurationView sinkConfiguration,
            @JsonProperty("sink_type") String sinkType,
            String status,
            @JsonProperty("date_created") Instant dateCreated,
            @JsonProperty("date_updated") Instant dateUpdated,
            String url,
            SinkLinks links) {}

    record ViewPage(List<View> sinks, ClassicPage.Meta meta) {}

    /// What a test or a validation came to.
    record SinkResult(String result) {}

    Shape<Create> createShape() {
        var description = Field.required("Description", Shape.text(1, 1000));
        var settings = Field.required("SinkConfiguration", new JsonText<>(configuration));
        var type = Field.required("SinkType", Shape.choice(Type.class));
        return new FormShape<>(
                Shape.object(
                                values -> new Create(values.get(description), values.get(settings)),
                                description,
                                settings,
                                type)
                        .named("SinkCreate"));
    }

    static Shape<Update> updateShape() {
        var description = Field.required("Description", Shape.text(1, 1000));
        return new FormShape<>(
                Shape.object(values -> new Update(values.get(description)), description)
                        .named("SinkUpdate"));
    }

    Response list(Call<Filter, Route.None> call) {
        List<Webhook> all =
                lanes.endpoints().webhooks(call.account()).stream()
                        .filter(w -> call.query().inUse().map(use -> use == used(w)).orElse(true))
                        .toList();
        ClassicPage page = call.query().page();
        List<View> views = page.of(all).stream().map(w -> view(w, call.links())).toList();
        return Response.ok(
                new ViewPage(views, page.meta(call.links().to("/Sinks"), "sinks", all.size())));
    }

    private boolean used(Webhook webhook) {
        return !lanes.endpoints().subscriptionsOf(webhook.id()).isEmpty();
    }

    Response create(Call<Route.None, Create> call) {
        Create wanted = call.body();
        Webhook webhook =
                lanes.endpoints()
                        .addWebhook((id, now) ->
                                new Webhook(
                                        id,
                                        call.account(),
                                        wanted.configuration.destination,
                                        List.of(),
                                        Optional.of(wanted.description),
                                        Signatures.newSecret(),
                                        wanted.configuration.batchSize(),
                                        now,
                                        now));
        View view = view(webhook, call.links());
        return Response.json(201, view, new Response.Header("Location", view.url));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(view(known(call), call.links()));
    }

    Response update(Call<Route.None, Update> call) {
        Webhook updated =
                lanes.endpoints()
                        .updateWebhook(
                                known(call).id(),
                                (old, now) ->
                                        new Webhook(
                                                old.id(),
                                                old.account(),
                                                old.url(),
                                                old.types(),
                                                Optional.of(call.body().description),
                                                old.secret(),
                                                old.batchSize(),
                                                old.createdAt(),
                                                now));
        return Response.ok(view(updated, call.links()));
    }

    Response delete(Call<Route.None, Route.None> call) {
        Webhook webhook = known(call);
        if (used(webhook)) {
            throw Refused.conflict("Subscriptions still use this sink");
        }
        lanes.endpoints().deleteWebhook(webhook.id());
        return Response.noContent();
    }

    Response test(Call<Route.None, Route.None> call) {
        boolean delivered = lanes.test(known(call)).ok();
        return Response.json(201, new SinkResult(delivered ? "submitted" : "failed"));
    }

    /// Nothing has to be proved: every sink is active.
    Response validate(Call<Route.None, Validation> call) {
        known(call);
        return Response.json(201, new SinkResult("valid"));
    }

    private Webhook known(Call<?, ?> call) {
        String sid = call.path().getOrDefault("sinkSid", "");
        return find(lanes, call.account(), sid)
                .orElseThrow(() -> Refused.notFound("Sink " + Nearest.shown(sid)));
    }

    static Optional<Webhook> find(Lanes lanes, String account, String sid) {
        OptionalLong number = StreamSid.parse(StreamSid.SINK, sid);
        return number.isPresent()
                ? lanes.endpoints().webhook(account, new WebhookId(number.getAsLong()))
                : Optional.empty();
    }

    static String sid(WebhookId webhook) {
        return StreamSid.format(StreamSid.SINK, webhook.value());
    }

    private static View view(Webhook webhook, Links links) {
        String url = links.to("/Sinks/" + sid(webhook.id()));
        return new View(
                sid(webhook.id()),
                webhook.description().orElse(""),
                new ConfigurationView(webhook.url(), "POST", webhook.batchSize() > 1),
                "webhook",
                "active",
                webhook.createdAt(),
                webhook.updatedAt(),
                url,
                new SinkLinks(url + "/Test", url + "/Validate"));
    }
}
