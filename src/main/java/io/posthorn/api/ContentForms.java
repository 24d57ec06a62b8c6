package io.posthorn.api;

import io.posthorn.message.ContentId;
import io.posthorn.message.ContentTemplate;
import io.posthorn.message.RcsRules;
import io.posthorn.message.Slots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A content template to be made, in the shape of Twilio's Content API: its forms by type, with
/// slots such as `{{1}}` in their texts.
record ContentForms(String name, String language, Map<String, String> variables, ObjectNode types) {

    private static final int MAX_NAME = 450;
    private static final int MAX_VARIABLES = 100;
    private static final int MAX_TEXT = 1600;
    private static final int MAX_BODY = 1024;
    private static final int MAX_SUBTITLE = 60;
    private static final int MAX_TITLE = 200; // of a card among others
    private static final int MAX_MEDIA = 10;
    private static final int MAX_LIST = 100;

    /// A part that was checked and is kept as it came.
    private record Checked() {}

    /// A list of URLs, or one without a list around it.
    private record Urls() implements Shape<List<String>> {
        private static final Shape<List<String>> LIST =
                Shape.list(SlotText.URL, 1, MAX_MEDIA).code(Code.TOO_MANY_MEDIA);

        @Override
        public @Nullable List<String> read(JsonNode node, Place at, Findings findings) {
            if (!node.isString()) {
                return LIST.read(node, at, findings);
            }
            String url = SlotText.URL.read(node, at, findings);
            return url == null ? null : List.of(url);
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            ObjectNode schema = Schemas.any();
            schema.putArray("oneOf").add(LIST.schema(schemas)).add(SlotText.URL.schema(schemas));
            return schema;
        }
    }

    private static final Field<String> BODY = Field.required("body", SlotText.upTo(MAX_BODY));
    private static final Field<Optional<List<String>>> MEDIA = Field.optional("media", new Urls());

    private static final List<Field<Optional<Checked>>> TYPES =
            List.of(
                    type("text", part(Field.required("body", SlotText.upTo(MAX_TEXT)))),
                    type(
                            "media",
                            part(
                                    Field.optional("body", SlotText.upTo(MAX_TEXT)),
                                    Field.required("media", new Urls()))),
                    type("quick-reply", part(BODY, actions(ContentActions.ANSWERS))),
                    type("call-to-action", part(BODY, actions(ContentActions.CALLS))),
                    type("card", card(MAX_BODY, MAX_TEXT)),
                    type("carousel", part(BODY, cards())),
                    Field.optional("whatsapp/template", approved()));

    private static final Field<String> NAME =
            Field.withDefault("friendly_name", Shape.text(0, MAX_NAME), "");
    private static final Field<String> LANGUAGE =
            Field.required(
                    "language",
                    Shape.text(1, 20)
                            .matching(
                                    "[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*",
                                    "a language such as en or pt_BR"));
    private static final Field<Map<String, String>> VARIABLES =
            Field.withDefault(
                    "variables",
                    Shape.map(
                                    MAX_VARIABLES,
                                    Shape.text(1, Slots.MAX_NAME)
                                            .matching("[A-Za-z0-9_]+", "the name of a slot"),
                                    Shape.text(0, MAX_TEXT))
                            .described("What stands in a slot a recipient has no value for"),
                    Map.of());
    private static final Field<ObjectNode> FORMS = Field.required("types", forms());

    static final Shape<ContentForms> SHAPE =
            Shape.object(
                            values ->
                                    new ContentForms(
                                            values.get(NAME),
                                            values.get(LANGUAGE),
                                            values.get(VARIABLES),
                                            values.get(FORMS)),
                            NAME,
                            LANGUAGE,
                            VARIABLES,
                            FORMS)
                    .named("ContentCreate");

    /// @param now when it is made
    ContentTemplate template(ContentId id, String account, Instant now) {
        return new ContentTemplate(
                id, account, name, language, variables, types.toString(), now, now);
    }

    private static Shape<ObjectNode> forms() {
        Shape<JsonNode> checked =
                new VerbatimShape(
                        Shape.object(
                                        values ->
                                                TYPES.stream()
                                                        .filter(t -> values.get(t).isPresent())
                                                        .count(),
                                        TYPES.toArray(Field<?>[]::new))
                                .named("ContentTypes")
                                .then(ContentForms::some));
        return checked.as(ObjectNode.class::cast);
    }

    private static @Nullable Checked some(long types, Place at, Findings findings) {
        if (types == 0) {
            findings.add("types must have at least one type", at);
        }
        return types == 0 ? null : new Checked();
    }

    private static Field<Optional<Checked>> type(String name, Shape<Checked> shape) {
        return Field.optional("twilio/" + name, shape);
    }

    private static Shape<Checked> part(Field<?>... fields) {
        return Shape.object(_ -> new Checked(), fields);
    }

    private static Shape<Checked> card(int title, int body) {
        var titled = Field.optional("title", SlotText.upTo(title));
        var worded = Field.optional("body", SlotText.upTo(body));
        var subtitled = Field.optional("subtitle", SlotText.upTo(MAX_SUBTITLE));
        var actions = Field.optional("actions", ContentActions.ALL);
        return Shape.object(
                        values -> values.get(titled).isPresent() || values.get(worded).isPresent(),
                        titled,
                        worded,
                        subtitled,
                        MEDIA,
                        actions)
                .then((said, at, findings) -> {
                    if (!said) {
                        findings.add("a card must have title or body", at);
                    }
                    return said ? new Checked() : null;
                });
    }

    private static Field<?> cards() {
        return Field.required(
                "cards",
                Shape.list(card(MAX_TITLE, MAX_BODY), RcsRules.MIN_CARDS, RcsRules.MAX_CARDS));
    }

    private static Field<?> actions(Shape<?> some) {
        return Field.required("actions", some);
    }

    private static Shape<Checked> approved() {
        return part(
                Field.required("name", Shape.text(1, 512)),
                Field.required("language", Shape.text(1, 20)),
                Field.optional("components", new VerbatimList()));
    }

    /// What a template of WhatsApp is filled with, as its API takes it.
    private record VerbatimList() implements Shape<JsonNode> {

        @Override
        public @Nullable JsonNode read(JsonNode node, Place at, Findings findings) {
            if (node.isArray() && node.size() <= MAX_LIST) {
                return node;
            }
            findings.add(at.label() + " must be a list", at);
            return null;
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            ObjectNode schema = Schemas.type("array").put("maxItems", MAX_LIST);
            schema.set("items", Schemas.type("object"));
            return schema;
        }
    }
}
