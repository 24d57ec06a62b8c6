package io.posthorn.api;

import io.posthorn.message.ContentId;
import io.posthorn.message.ContentTemplate;
import io.posthorn.message.RcsRules;
import io.posthorn.message.Slots;
import io.posthorn.message.WebUrl;
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
    private static final int MAX_TITLE = 200; // of one thing to tap
    private static final int MAX_MEDIA = 10;
    private static final int MAX_ACTIONS = 10;
    private static final int MAX_LIST = 100;

    /// A part that was checked and is kept as it came.
    private record Checked() {}

    private enum ActionType {
        QUICK_REPLY,
        URL,
        PHONE_NUMBER
    }

    private static final Shape<String> URL = slotted(WebUrl.MAX).then(ContentForms::url);

    /// A list of URLs, or one without a list around it.
    private record Urls() implements Shape<List<String>> {
        private static final Shape<List<String>> LIST =
                Shape.list(URL, 1, MAX_MEDIA).code(Code.TOO_MANY_MEDIA);

        @Override
        public @Nullable List<String> read(JsonNode node, Place at, Findings findings) {
            if (!node.isString()) {
                return LIST.read(node, at, findings);
            }
            String url = URL.read(node, at, findings);
            return url == null ? null : List.of(url);
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            ObjectNode schema = Schemas.any();
            schema.putArray("oneOf").add(LIST.schema(schemas)).add(URL.schema(schemas));
            return schema;
        }
    }

    private static final Field<String> BODY = Field.required("body", slotted(MAX_BODY));
    private static final Field<Optional<List<String>>> MEDIA = Field.optional("media", new Urls());

    private static final List<Field<Optional<Checked>>> TYPES =
            List.of(
                    type("text", part(Field.required("body", slotted(MAX_TEXT)))),
                    type(
                            "media",
                            part(
                                    Field.optional("body", slotted(MAX_TEXT)),
                                    Field.required("media", new Urls()))),
                    type("quick-reply", part(BODY, actions(ActionType.QUICK_REPLY))),
                    type(
                            "call-to-action",
                            part(BODY, actions(ActionType.URL, ActionType.PHONE_NUMBER))),
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
        var titled = Field.optional("title", slotted(title));
        var worded = Field.optional("body", slotted(body));
        var subtitled = Field.optional("subtitle", slotted(MAX_SUBTITLE));
        var actions = Field.optional("actions", list(ActionType.values()));
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

    private static Field<?> actions(ActionType... types) {
        return Field.required("actions", list(types));
    }

    private static Shape<List<Checked>> list(ActionType... types) {
        return Shape.list(action(List.of(types)), 1, MAX_ACTIONS);
    }

    private static Shape<Checked> action(List<ActionType> types) {
        var type =
                types.size() == 1
                        ? Field.withDefault("type", Shape.choice(types), types.getFirst())
                        : Field.required("type", Shape.choice(types));
        var id = Field.optional("id", slotted(MAX_TITLE));
        var url = Field.optional("url", URL);
        var phone = Field.optional("phone", slotted(20).then(ContentForms::phone));
        return Shape.object(
                        values ->
                                needed(
                                        values.get(type),
                                        values.get(url).isPresent(),
                                        values.get(phone).isPresent()),
                        type,
                        Field.required("title", slotted(RcsRules.SUGGESTION_TEXT)),
                        id,
                        url,
                        phone)
                .then((missing, at, findings) -> {
                    if (!missing.isEmpty()) {
                        findings.add(missing + " is required", at.property(missing));
                    }
                    return missing.isEmpty() ? new Checked() : null;
                });
    }

    /// The property an action lacks; empty when it lacks none.
    private static String needed(ActionType type, boolean url, boolean phone) {
        return switch (type) {
            case QUICK_REPLY -> "";
            case URL -> url ? "" : "url";
            case PHONE_NUMBER -> phone ? "" : "phone";
        };
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

    private static Shape<String> slotted(int max) {
        return TemplatedShape.text(max).then(ContentForms::slots);
    }

    private static @Nullable String slots(String text, Place at, Findings findings) {
        if (!Slots.wellFormed(text)) {
            findings.add(
                    at.label()
                            + " has braces that are no slot; a slot is written {{1}} or {{name}}",
                    at);
            return null;
        }
        return text;
    }

    private static @Nullable String url(String text, Place at, Findings findings) {
        if (Slots.in(text).isEmpty() && WebUrl.parse(text).isEmpty()) {
            findings.add(
                    Code.INVALID_MEDIA_URL,
                    at.label() + " must be an absolute http or https URL",
                    at);
            return null;
        }
        return text;
    }

    private static @Nullable String phone(String text, Place at, Findings findings) {
        if (Slots.in(text).isEmpty() && !RcsRules.PHONE.matcher(text).matches()) {
            findings.add(at.label() + " must be a phone number such as +14155550123", at);
            return null;
        }
        return text;
    }
}
