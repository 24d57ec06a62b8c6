package io.posthorn.api;

import io.posthorn.event.AddressGuard;
import io.posthorn.event.EventId;
import io.posthorn.event.EventType;
import io.posthorn.event.Signatures;
import io.posthorn.event.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may be said about a webhook.
final class WebhookForms {

    static final List<String> ALL_TYPES = List.of("*");

    private static final int MAX_TYPES = 20;
    private static final int MAX_REPLAY = 100;

    static final Shape<String> TYPE =
            Shape.text(1, 200)
                    .then(WebhookForms::type)
                    .described("An event type, or the beginning of some and `*`");
    static final Shape<List<String>> TYPES = Shape.list(TYPE, 0, MAX_TYPES);
    static final Shape<String> DESCRIPTION = Shape.text(0, 1000);
    static final Shape<Integer> BATCH_SIZE =
            Shape.integer(1, Webhook.MAX_BATCH).described("Events in one request at most");

    private static final Shape<String> SECRET =
            Shape.text(1, 200)
                    .then(WebhookForms::secret)
                    .described("`whsec_` and the Base64 of 24 to 64 bytes");

    /// A webhook to be made.
    record Create(
            String url,
            List<String> types,
            Optional<String> description,
            Optional<String> secret,
            int batchSize) {}

    /// Changes to a webhook.
    record Update(
            Optional<String> url,
            Optional<List<String>> types,
            Edit<String> description,
            Optional<String> secret,
            Optional<Integer> batchSize) {}

    /// What is to be told again: everything since a moment, or these events.
    record Replay(Optional<Instant> since, List<EventId> events) {

        private static final Field<Instant> SINCE = Field.required("since", Shapes.INSTANT);
        private static final Field<List<EventId>> EVENTS =
                Field.required(
                        "eventIds",
                        Shape.list(Shape.text(1, 100).then(WebhookForms::event), 1, MAX_REPLAY));

        static final Shape<Replay> SHAPE =
                Shape.<Replay>oneOf(
                                List.of(
                                        Shape.arm(
                                                "since",
                                                Shape.object(
                                                        values ->
                                                                new Replay(
                                                                        Optional.of(
                                                                                values.get(SINCE)),
                                                                        List.of()),
                                                        SINCE)),
                                        Shape.arm(
                                                "eventIds",
                                                Shape.object(
                                                        values ->
                                                                new Replay(
                                                                        Optional.empty(),
                                                                        values.get(EVENTS)),
                                                        EVENTS))))
                        .named("WebhookReplay");
    }

    private final Shape<String> url;

    WebhookForms(AddressGuard guard) {
        this.url =
                Shape.text(1, 2048)
                        .then((text, at, findings) -> allowed(guard, text, at, findings))
                        .described(
                                "Absolute, http or https; its host must have public addresses only");
    }

    Shape<String> url() {
        return url;
    }

    Shape<Create> create() {
        var urlField = Field.required("url", url);
        var types = Field.withDefault("types", TYPES, ALL_TYPES);
        var description = Field.optional("description", DESCRIPTION);
        var secret = Field.optional("secret", SECRET);
        var batchSize = Field.withDefault("batchSize", BATCH_SIZE, Webhook.MAX_BATCH);
        return Shape.object(
                        values ->
                                new Create(
                                        values.get(urlField),
                                        values.get(types),
                                        values.get(description),
                                        values.get(secret),
                                        values.get(batchSize)),
                        urlField,
                        types,
                        description,
                        secret,
                        batchSize)
                .named("WebhookCreate");
    }

    Shape<Update> update() {
        var urlField = Field.optional("url", url);
        var types = Field.optional("types", TYPES);
        var description = Field.edit("description", DESCRIPTION);
        var secret = Field.optional("secret", SECRET);
        var batchSize = Field.optional("batchSize", BATCH_SIZE);
        return Shape.update(
                        values ->
                                new Update(
                                        values.get(urlField),
                                        values.get(types),
                                        values.get(description),
                                        values.get(secret),
                                        values.get(batchSize)),
                        urlField,
                        types,
                        description,
                        secret,
                        batchSize)
                .named("WebhookUpdate");
    }

    private static @Nullable String allowed(
            AddressGuard guard, String text, Place at, Findings findings) {
        Optional<String> objection = guard.objection(text);
        objection.ifPresent(reason -> findings.add(at.label() + " " + reason, at));
        return objection.isPresent() ? null : text;
    }

    static @Nullable String type(String text, Place at, Findings findings) {
        if (EventType.matching(text).isEmpty()) {
            findings.add(at.label() + " must be an event type, or begin some and end in *", at);
            return null;
        }
        return text;
    }

    private static @Nullable String secret(String text, Place at, Findings findings) {
        if (text.equals(ConnectionForms.MASK) || Signatures.isSecret(text)) {
            return text;
        }
        findings.add(at.label() + " must be whsec_ and the Base64 of 24 to 64 bytes", at);
        return null;
    }

    private static @Nullable EventId event(String text, Place at, Findings findings) {
        Optional<EventId> id = EventId.parse(text);
        if (id.isEmpty()) {
            findings.add(at.label() + " must be the id of an event", at);
        }
        return id.orElse(null);
    }
}
