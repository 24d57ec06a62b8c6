package io.posthorn.api;

import io.posthorn.message.RcsRules;
import io.posthorn.message.Template;
import io.posthorn.message.WebUrl;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What can be tapped in an RCS message: replies, and actions that do exactly one thing.
final class RcsSuggestions {

    /// A checked part whose value nobody needs.
    record Checked() {}

    static final Shape<String> WEB_URL =
            new TemplatedShape(
                    Shape.text(1, WebUrl.MAX)
                            .then((text, at, findings) -> {
                                if (WebUrl.parse(text).isEmpty()) {
                                    findings.add(at.label() + " must be an http or https URL", at);
                                    return null;
                                }
                                return text;
                            }),
                    "An absolute http or https URL when filled");

    private static final Shape<Checked> LAT_LONG =
            part(
                    Field.required("latitude", new NumberShape(-90, true, 90)),
                    Field.required("longitude", new NumberShape(-180, true, 180)));

    private static final Shape<Checked> LOCATION =
            Shape.oneOf(
                    List.of(
                            Shape.arm(
                                    "latLong",
                                    part(
                                            Field.required("latLong", LAT_LONG),
                                            Field.optional(
                                                    "label", TemplatedShape.text(RcsRules.PLACE)))),
                            Shape.arm(
                                    "query",
                                    part(
                                            Field.required(
                                                    "query",
                                                    TemplatedShape.text(RcsRules.PLACE))))));

    private static final Field<String> TEXT =
            Field.required("text", TemplatedShape.text(RcsRules.SUGGESTION_TEXT));
    private static final Field<String> POSTBACK =
            Field.required("postbackData", TemplatedShape.text(RcsRules.POSTBACK));

    private static final List<Field<Optional<Checked>>> ACTIONS =
            List.of(
                    Field.optional("openUrlAction", part(Field.required("url", WEB_URL))),
                    Field.optional("dialAction", part(Field.required("phoneNumber", phone()))),
                    Field.optional("viewLocationAction", LOCATION),
                    Field.optional("createCalendarEventAction", calendarEvent()),
                    Field.optional("shareLocationAction", part()));

    private static final Shape<Checked> SUGGESTION =
            Shape.oneOf(
                            List.of(
                                    Shape.arm(
                                            "reply",
                                            part(Field.required("reply", part(TEXT, POSTBACK)))),
                                    Shape.arm("action", part(Field.required("action", action())))))
                    .named("RcsSuggestion");

    private RcsSuggestions() {}

    /// A list of up to `max`.
    static Field<Optional<List<Checked>>> upTo(int max) {
        return Field.optional("suggestions", Shape.list(SUGGESTION, 0, max));
    }

    static Shape<Checked> part(Field<?>... fields) {
        return Shape.object(_ -> new Checked(), fields);
    }

    private static Shape<String> phone() {
        return new TemplatedShape(
                Shape.text(1, 20)
                        .matching(RcsRules.PHONE.pattern(), "a phone number such as +14155550123"),
                "A phone number such as +14155550123 when filled");
    }

    private static Shape<Checked> action() {
        Field<?>[] fields = new Field<?>[ACTIONS.size() + 2];
        fields[0] = TEXT;
        fields[1] = POSTBACK;
        for (int i = 0; i < ACTIONS.size(); i++) {
            fields[i + 2] = ACTIONS.get(i);
        }
        return Shape.object(
                        values -> ACTIONS.stream().filter(a -> values.get(a).isPresent()).count(),
                        fields)
                .then((actions, at, findings) -> {
                    if (actions != 1) {
                        findings.add("an action does exactly one thing", at);
                    }
                    return actions == 1 ? new Checked() : null;
                });
    }

    private static Shape<Checked> calendarEvent() {
        var start = Field.required("startTime", new MomentShape());
        var end = Field.required("endTime", new MomentShape());
        return Shape.object(
                        values -> inOrder(values.get(start), values.get(end)),
                        start,
                        end,
                        Field.required("title", TemplatedShape.text(RcsRules.EVENT_TITLE)),
                        Field.required(
                                "description", TemplatedShape.text(RcsRules.EVENT_DESCRIPTION)))
                .then((inOrder, at, findings) -> {
                    if (!inOrder) {
                        findings.add(
                                "endTime must be later than startTime", at.property("endTime"));
                    }
                    return inOrder ? new Checked() : null;
                });
    }

    private static boolean inOrder(Moment start, Moment end) {
        return start.known().isEmpty()
                || end.known().isEmpty()
                || start.known().get().isBefore(end.known().get());
    }

    /// @param known empty: it has Liquid in it
    private record Moment(Optional<Instant> known) {}

    private record MomentShape() implements Shape<Moment> {

        @Override
        public @Nullable Moment read(JsonNode node, Place at, Findings findings) {
            if (node.isString() && Template.isTemplated(node.asString())) {
                return new Moment(Optional.empty());
            }
            try {
                if (node.isString()) {
                    return new Moment(Optional.of(RcsRules.moment(node.asString())));
                }
            } catch (DateTimeException notOne) {
                // said below, as for anything else that is none
            }
            findings.add(at.label() + " must be a date and time such as 2026-03-19T09:30:00Z", at);
            return null;
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            return Schemas.type("string").put("description", "RFC 3339 when filled");
        }
    }
}
