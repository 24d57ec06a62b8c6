package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.Nearest;
import io.posthorn.event.Endpoint;
import io.posthorn.event.KafkaSink;
import io.posthorn.event.Lanes;
import io.posthorn.event.Signatures;
import io.posthorn.event.Webhook;
import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `/Sinks`: endpoints of every kind, the way Twilio's Event Streams name them. A sink takes what
/// its subscriptions say; a webhook of our own is a sink too.
final class Sinks {

    private final Lanes lanes;
    private final Deliveries deliveries;

    Sinks(Lanes lanes) {
        this.lanes = lanes;
        this.deliveries = new Deliveries(lanes);
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

    /// Where a sink leads.
    sealed interface ConfigurationView {

        private static ConfigurationView of(Endpoint endpoint) {
            return switch (endpoint) {
                case Webhook webhook -> new WebhookTarget(webhook);
                case KafkaSink sink -> new KafkaTarget(sink);
            };
        }
    }

    record WebhookTarget(
            String destination, String method, @JsonProperty("batch_events") boolean batchEvents)
            implements ConfigurationView {

        private WebhookTarget(Webhook webhook) {
            this(webhook.url(), "POST", webhook.batchSize() > 1);
        }
    }

    /// @param password masked
    record KafkaTarget(
            @JsonProperty("bootstrap_servers") String bootstrapServers,
            String topic,
            boolean tls,
            @JsonProperty("ca_certificate") @JsonInclude(Include.NON_ABSENT)
                    Optional<String> caCertificate,
            @JsonProperty("sasl_mechanism") @JsonInclude(Include.NON_ABSENT)
                    Optional<KafkaSink.Mechanism> saslMechanism,
            @JsonInclude(Include.NON_ABSENT) Optional<String> username,
            @JsonInclude(Include.NON_ABSENT) Optional<String> password)
            implements ConfigurationView {

        private KafkaTarget(KafkaSink sink) {
            this(
                    sink.bootstrapServers(),
                    sink.topic(),
                    sink.security().tls(),
                    sink.security().caCertificate(),
                    sink.security().login().map(KafkaSink.Login::mechanism),
                    sink.security().login().map(KafkaSink.Login::username),
                    sink.security().login().map(_ -> ConnectionForms.MASK));
        }
    }

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

    Response list(Call<Filter, Route.None> call) {
        List<Endpoint> all =
                lanes.endpoints().all(call.account()).stream()
                        .filter(w -> call.query().inUse().map(use -> use == used(w)).orElse(true))
                        .toList();
        ClassicPage page = call.query().page();
        List<View> views = page.of(all).stream().map(w -> view(w, call.links())).toList();
        return Response.ok(
                new ViewPage(views, page.meta(call.links().to("/Sinks"), "sinks", all.size())));
    }

    private boolean used(Endpoint endpoint) {
        return !lanes.endpoints().subscriptionsOf(endpoint.id()).isEmpty();
    }

    Response create(Call<Route.None, SinkForms.Create> call) {
        Optional<String> description = Optional.of(call.body().description());
        Endpoint made =
                switch (call.body().target()) {
                    case SinkForms.Target.Url url -> add(call.account(), url, description);
                    case SinkForms.Target.Topic topic -> add(call.account(), topic, description);
                };
        View view = view(made, call.links());
        return Response.json(201, view, new Response.Header("Location", view.url));
    }

    private Endpoint add(String account, SinkForms.Target.Url url, Optional<String> description) {
        return lanes.endpoints()
                .addWebhook((id, now) ->
                        new Webhook(
                                id,
                                account,
                                url.destination(),
                                List.of(),
                                description,
                                Signatures.newSecret(),
                                url.batchSize(),
                                now,
                                now));
    }

    private Endpoint add(
            String account, SinkForms.Target.Topic topic, Optional<String> description) {
        return lanes.endpoints()
                .addKafkaSink((id, now) ->
                        new KafkaSink(
                                id,
                                account,
                                topic.bootstrapServers(),
                                topic.topic(),
                                topic.security(),
                                description,
                                now,
                                now));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(view(known(call), call.links()));
    }

    Response update(Call<Route.None, SinkForms.Update> call) {
        Optional<String> description = Optional.of(call.body().description());
        Endpoint updated =
                switch (known(call)) {
                    case Webhook webhook -> describe(webhook, description);
                    case KafkaSink sink -> describe(sink, description);
                };
        return Response.ok(view(updated, call.links()));
    }

    private Endpoint describe(Webhook webhook, Optional<String> description) {
        return lanes.endpoints()
                .updateWebhook(
                        webhook.id(),
                        (old, now) ->
                                new Webhook(
                                        old.id(),
                                        old.account(),
                                        old.url(),
                                        old.types(),
                                        description,
                                        old.secret(),
                                        old.batchSize(),
                                        old.createdAt(),
                                        now));
    }

    private Endpoint describe(KafkaSink sink, Optional<String> description) {
        return lanes.endpoints()
                .updateKafkaSink(
                        sink.id(),
                        (old, now) ->
                                new KafkaSink(
                                        old.id(),
                                        old.account(),
                                        old.bootstrapServers(),
                                        old.topic(),
                                        old.security(),
                                        description,
                                        old.createdAt(),
                                        now));
    }

    Response delete(Call<Route.None, Route.None> call) {
        Endpoint endpoint = known(call);
        if (used(endpoint)) {
            throw Refused.conflict("Subscriptions still use this sink");
        }
        lanes.endpoints().delete(endpoint.id());
        return Response.noContent();
    }

    Response test(Call<Route.None, Route.None> call) throws InterruptedException {
        boolean delivered = lanes.test(known(call)).ok();
        return Response.json(201, new SinkResult(delivered ? "submitted" : "failed"));
    }

    /// Nothing has to be proved: every sink is active.
    Response validate(Call<Route.None, SinkForms.Validation> call) {
        known(call);
        return Response.json(201, new SinkResult("valid"));
    }

    Response deliveries(Call<Deliveries.Filter, Route.None> call) {
        return deliveries.list(call, known(call));
    }

    Response replay(Call<Route.None, WebhookForms.Replay> call) {
        Endpoint endpoint = known(call);
        deliveries.replay(call, endpoint);
        return Accepted.resource(sid(endpoint.id()), url(endpoint, call.links()));
    }

    private Endpoint known(Call<?, ?> call) {
        String sid = call.path().getOrDefault("sinkSid", "");
        return find(lanes, call.account(), sid)
                .orElseThrow(() -> Refused.notFound("Sink " + Nearest.shown(sid)));
    }

    static Optional<Endpoint> find(Lanes lanes, String account, String sid) {
        OptionalLong number = StreamSid.parse(StreamSid.SINK, sid);
        return number.isPresent()
                ? lanes.endpoints().endpoint(account, new WebhookId(number.getAsLong()))
                : Optional.empty();
    }

    private static String url(Endpoint endpoint, Links links) {
        return links.to("/Sinks/" + sid(endpoint.id()));
    }

    static String sid(WebhookId webhook) {
        return StreamSid.format(StreamSid.SINK, webhook.value());
    }

    private static View view(Endpoint endpoint, Links links) {
        String url = url(endpoint, links);
        return new View(
                sid(endpoint.id()),
                endpoint.description().orElse(""),
                ConfigurationView.of(endpoint),
                type(endpoint),
                "active",
                endpoint.createdAt(),
                endpoint.updatedAt(),
                url,
                new SinkLinks(url + "/Test", url + "/Validate"));
    }

    private static String type(Endpoint endpoint) {
        return switch (endpoint) {
            case Webhook _ -> "webhook";
            case KafkaSink _ -> "kafka";
        };
    }
}
