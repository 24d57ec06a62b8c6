package io.posthorn.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The limits of an RCS message, in UTF-16 units (RBM REST reference, "phones.agentMessages" and
/// the guide "Send messages"). What has no Liquid is held to them when it is accepted, everything
/// when it is sent, because values may be long.
public final class RcsRules {

    public static final int TEXT = 3072;
    public static final int SUGGESTION_TEXT = 25;
    public static final int POSTBACK = 2048;
    public static final int CARD_TITLE = 200;
    public static final int CARD_DESCRIPTION = 2000;
    public static final int EVENT_TITLE = 100;
    public static final int EVENT_DESCRIPTION = 500;
    public static final int PLACE = 100;
    public static final int MAX_SUGGESTIONS = 11;
    public static final int MAX_CARD_SUGGESTIONS = 4;
    public static final int MIN_CARDS = 2;
    public static final int MAX_CARDS = 10;

    /// How a number to dial is written (E.164).
    public static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /// The longest text of a property, by the object it is in.
    private static final Map<String, Integer> LONGEST =
            Map.ofEntries(
                    Map.entry("content.text", TEXT),
                    Map.entry("reply.text", SUGGESTION_TEXT),
                    Map.entry("reply.postbackData", POSTBACK),
                    Map.entry("action.text", SUGGESTION_TEXT),
                    Map.entry("action.postbackData", POSTBACK),
                    Map.entry("cardContent.title", CARD_TITLE),
                    Map.entry("cardContent.description", CARD_DESCRIPTION),
                    Map.entry("cardContents.title", CARD_TITLE),
                    Map.entry("cardContents.description", CARD_DESCRIPTION),
                    Map.entry("createCalendarEventAction.title", EVENT_TITLE),
                    Map.entry("createCalendarEventAction.description", EVENT_DESCRIPTION),
                    Map.entry("viewLocationAction.label", PLACE),
                    Map.entry("viewLocationAction.query", PLACE));

    private RcsRules() {}

    /// A moment as RFC 3339 writes it; throws `DateTimeException` when it is none.
    public static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /// Throws [Rendition.Unshowable] when values made something of `content` that RCS cannot take.
    static void check(JsonNode content) {
        check("content", content);
    }

    private static void check(String name, JsonNode node) {
        if (node.isArray()) {
            node.forEach(item -> check(name, item));
        }
        if (name.equals("createCalendarEventAction")) {
            checkTimes(node);
        }
        node.properties()
                .forEach(property -> {
                    if (property.getValue().isString()) {
                        check(name, property.getKey(), property.getValue().asString());
                    } else {
                        check(property.getKey(), property.getValue());
                    }
                });
    }

    private static void check(String object, String property, String text) {
        Integer longest = LONGEST.get(object + "." + property);
        if (longest != null && text.isBlank()) {
            throw new Rendition.Unshowable("RCS " + object + " " + property + " is empty");
        }
        if (longest != null && text.length() > longest) {
            throw Rendition.Unshowable.tooLong(
                    "RCS " + object + " " + property, text.length(), longest);
        }
        boolean sound =
                switch (property) {
                    case "fileUrl", "thumbnailUrl" -> WebUrl.parseSecure(text).isPresent();
                    case "url" -> WebUrl.parse(text).isPresent();
                    case "phoneNumber" -> PHONE.matcher(text).matches();
                    default -> true;
                };
        if (!sound) {
            throw new Rendition.Unshowable("RCS " + object + " " + property + " is not valid");
        }
    }

    private static void checkTimes(JsonNode event) {
        try {
            if (moment(event.path("startTime").asString(""))
                    .isBefore(moment(event.path("endTime").asString("")))) {
                return;
            }
        } catch (DateTimeException notOne) {
            // said below, as for an end before its start
        }
        throw new Rendition.Unshowable("RCS calendar event has no start before its end");
    }
}
