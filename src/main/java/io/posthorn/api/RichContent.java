package io.posthorn.api;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The grammar of an `rcs` module: Google's AgentContentMessage, as the contract restates it
/// (`comms-api.md` 2.2.1.3). Checked here, kept as it is for the connector.
final class RichContent {

    private static final int MAX_TEXT = 3072;
    private static final int MAX_URL = 2048;
    private static final int MAX_SUGGESTIONS = 11;
    private static final int MAX_CARD_SUGGESTIONS = 4;

    /// A checked part whose value nobody needs.
    private record Checked() {}

    private enum Orientation {
        HORIZONTAL,
        VERTICAL
    }

    private enum Alignment {
        LEFT,
        RIGHT
    }

    private enum Height {
        TALL,
        MEDIUM,
        SHORT
    }

    private enum Width {
        SMALL,
        MEDIUM
    }

    private static final Shape<String> TEXT = Shape.text(1, MAX_TEXT);
    private static final Shape<String> URL = Shape.text(1, MAX_URL);

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
                                            Field.optional("label", TEXT))),
                            Shape.arm("query", part(Field.required("query", TEXT)))));

    private static final Shape<Checked> CALENDAR_EVENT = calendarEvent();

    private static final List<Field<Optional<Checked>>> ACTIONS =
            List.of(
                    Field.optional("openUrlAction", part(Field.required("url", URL))),
                    Field.optional("dialAction", part(Field.required("phoneNumber", TEXT))),
                    Field.optional("viewLocationAction", LOCATION),
                    Field.optional("createCalendarEventAction", CALENDAR_EVENT),
                    Field.optional("shareLocationAction", part()));

    private static final Shape<Checked> REPLY =
            part(Field.required("text", TEXT), Field.required("postbackData", TEXT));

    private static final Shape<Checked> SUGGESTION =
            Shape.oneOf(
                            List.of(
                                    Shape.arm("reply", part(Field.required("reply", REPLY))),
                                    Shape.arm("action", part(Field.required("action", action())))))
                    .named("RcsSuggestion");

    private static final Shape<Checked> MEDIA =
            part(
                            Field.required(
                                    "contentInfo",
                                    part(
                                            Field.required("fileUrl", URL),
                                            Field.optional("thumbnailUrl", URL),
                                            Field.optional("forceRefresh", Shape.bool()))),
                            Field.optional("height", Shape.choice(Height.class)))
                    .named("RcsMedia");

    private static final Shape<Checked> CARD_CONTENT =
            part(
                            Field.optional("title", TEXT),
                            Field.optional("description", TEXT),
                            Field.optional("media", MEDIA),
                            suggestions(MAX_CARD_SUGGESTIONS))
                    .named("RcsCardContent");

    private static final Shape<Checked> RICH_CARD =
            Shape.oneOf(
                            List.of(
                                    Shape.arm(
                                            "standaloneCard",
                                            part(
                                                    Field.required(
                                                            "standaloneCard", standaloneCard()))),
                                    Shape.arm(
                                            "carouselCard",
                                            part(
                                                    Field.required(
                                                            "carouselCard",
                                                            part(
                                                                    Field.optional(
                                                                            "cardWidth",
                                                                            Shape.choice(
                                                                                    Width.class)),
                                                                    Field.required(
                                                                            "cardContents",
                                                                            Shape.list(
                                                                                    CARD_CONTENT,
                                                                                    2,
                                                                                    10))))))))
                    .named("RcsRichCard");

    static final Shape<JsonNode> SHAPE =
            new VerbatimShape(
                    Shape.oneOf(
                                    List.of(
                                            Shape.arm(
                                                    "text",
                                                    part(
                                                            Field.required("text", TEXT),
                                                            suggestions(MAX_SUGGESTIONS))),
                                            Shape.arm(
                                                    "media",
                                                    part(
                                                            Field.required("media", MEDIA),
                                                            suggestions(MAX_SUGGESTIONS))),
                                            Shape.arm(
                                                    "richCard",
                                                    part(Field.required("richCard", RICH_CARD)))))
                            .named("RcsContent"));

    private RichContent() {}

    private static Shape<Checked> part(Field<?>... fields) {
        return Shape.object(_ -> new Checked(), fields);
    }

    private static Field<?> suggestions(int max) {
        return Field.optional("suggestions", Shape.list(SUGGESTION, 0, max));
    }

    private static Shape<Checked> calendarEvent() {
        var start = Field.required("startTime", Shapes.INSTANT);
        var end = Field.required("endTime", Shapes.INSTANT);
        return Shape.object(
                        values -> values.get(end).isAfter(values.get(start)),
                        start,
                        end,
                        Field.required("title", TEXT),
                        Field.required("description", TEXT))
                .then((inOrder, at, findings) -> {
                    if (!inOrder) {
                        findings.add(
                                "endTime must be later than startTime", at.property("endTime"));
                    }
                    return inOrder ? new Checked() : null;
                });
    }

    private static Shape<Checked> action() {
        Field<?>[] fields = new Field<?>[ACTIONS.size() + 2];
        fields[0] = Field.required("text", TEXT);
        fields[1] = Field.required("postbackData", TEXT);
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

    private static Shape<Checked> standaloneCard() {
        var orientation = Field.optional("cardOrientation", Shape.choice(Orientation.class));
        var alignment = Field.optional("thumbnailImageAlignment", Shape.choice(Alignment.class));
        return Shape.object(
                        values ->
                                values.get(alignment).isEmpty()
                                        || values.get(orientation)
                                                .equals(Optional.of(Orientation.HORIZONTAL)),
                        orientation,
                        alignment,
                        Field.required("cardContent", CARD_CONTENT))
                .then((fits, at, findings) -> {
                    if (!fits) {
                        findings.add(
                                "only a HORIZONTAL card has a thumbnailImageAlignment",
                                at.property("thumbnailImageAlignment"));
                    }
                    return fits ? new Checked() : null;
                });
    }
}
