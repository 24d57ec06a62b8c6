package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.event.Courier;
import io.posthorn.event.Lanes;
import io.posthorn.event.Signatures;
import io.posthorn.event.Webhook;
import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `/Webhooks`: endpoints that events are posted to.
final class Webhooks {

    private final Lanes lanes;
    private final Deliveries deliveries;

    Webhooks(Lanes lanes) {
        this.lanes = lanes;
        this.deliveries = new Deliveries(lanes);
    }

    /// A Webhook as it is answered.
    ///
    /// @param secret in the answer that makes it alone; masked in all others
    record View(
            WebhookId id,
            String url,
            List<String> types,
            Optional<String> description,
            String secret,
            int batchSize,
            Instant createdAt,
            Instant updatedAt) {

        private static View of(Webhook webhook, String secret) {
            return new View(
                    webhook.id(),
                    webhook.url(),
                    webhook.types(),
                    webhook.description(),
                    secret,
                    webhook.batchSize(),
                    webhook.createdAt(),
                    webhook.updatedAt());
        }

        private static View of(Webhook webhook) {
            return of(webhook, ConnectionForms.MASK);
        }
    }

    record ViewPage(
            List<View> webhooks,
            Page.Pagination pagination,
            @JsonInclude(Include.NON_ABSENT) Optional<String> nextPageToken) {}

    /// How a test went.
    ///
    /// @param statusCode what the endpoint answered, null when it did not
    /// @param error why it does not count as delivered, empty when it does
    record TestResult(
            boolean delivered, Optional<Integer> statusCode, String error, long durationMillis) {

        private static TestResult of(Courier.Answer answer) {
            return new TestResult(
                    answer.ok(),
                    Optional.of(answer.status()).filter(status -> status > 0),
                    answer.error(),
                    answer.took().toMillis());
        }
    }

    record Filter(Page page) {

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(Page.of(values)), Page.PAGE_TOKEN, Page.QUERY_SIZE);
    }

    Response list(Call<Filter, Route.None> call) {
        Page.Cut<Webhook> cut =
                call.query()
                        .page()
                        .of(
                                lanes.endpoints().webhooks(call.account()).stream(),
                                webhook -> webhook.id().value());
        List<View> views = cut.items().stream().map(View::of).toList();
        return Response.ok(new ViewPage(views, cut.pagination(), cut.next()));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(call)));
    }

    Response create(Call<Route.None, WebhookForms.Create> call) {
        WebhookForms.Create wanted = call.body();
        String secret =
                wanted.secret()
                        .filter(given -> !given.equals(ConnectionForms.MASK))
                        .orElseGet(Signatures::newSecret);
        Webhook webhook =
                lanes.endpoints()
                        .addWebhook((id, now) ->
                                new Webhook(
                                        id,
                                        call.account(),
                                        wanted.url(),
                                        wanted.types(),
                                        wanted.description(),
                                        secret,
                                        wanted.batchSize(),
                                        now,
                                        now));
        return Response.json(
                201,
                View.of(webhook, secret),
                new Response.Header("Location", location(call, webhook)));
    }

    Response update(Call<Route.None, WebhookForms.Update> call) {
        WebhookForms.Update wanted = call.body();
        Webhook updated =
                lanes.endpoints()
                        .updateWebhook(known(call).id(), (old, now) -> apply(wanted, old, now));
        return Response.ok(View.of(updated));
    }

    private static Webhook apply(WebhookForms.Update wanted, Webhook old, Instant now) {
        return new Webhook(
                old.id(),
                old.account(),
                wanted.url().orElse(old.url()),
                wanted.types().orElse(old.types()),
                wanted.description().of(old.description()),
                wanted.secret()
                        .filter(secret -> !secret.equals(ConnectionForms.MASK))
                        .orElse(old.secret()),
                wanted.batchSize().orElse(old.batchSize()),
                old.createdAt(),
                now);
    }

    Response delete(Call<Route.None, Route.None> call) {
        lanes.endpoints().delete(known(call).id());
        return Response.noContent();
    }

    Response test(Call<Route.None, Route.None> call) throws InterruptedException {
        return Response.ok(TestResult.of(lanes.test(known(call))));
    }

    Response deliveries(Call<Deliveries.Filter, Route.None> call) {
        return deliveries.list(call, known(call));
    }

    Response replay(Call<Route.None, WebhookForms.Replay> call) {
        Webhook webhook = known(call);
        deliveries.replay(call, webhook);
        return Accepted.resource(webhook.id(), location(call, webhook));
    }

    private Webhook known(Call<?, ?> call) {
        WebhookId id = call.id("webhookId", WebhookId::parse, "Webhook");
        return lanes.endpoints()
                .webhook(call.account(), id)
                .orElseThrow(() -> Refused.notFound("Webhook " + id));
    }

    private static String location(Call<?, ?> call, Webhook webhook) {
        return call.links().to("/Webhooks/" + webhook.id());
    }
}
