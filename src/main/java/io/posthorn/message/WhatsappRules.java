package io.posthorn.message;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// The limits of a WhatsApp message, in UTF-16 units (Cloud API reference, "Messages", and the
/// guides to interactive messages).
public final class WhatsappRules {

    public static final int TEXT = 4096;
    public static final int CAPTION = 1024;
    public static final int BODY = 1024;
    public static final int BUTTON_TITLE = 20;
    public static final int BUTTON_ID = 256;
    public static final int ROW_TITLE = 24;
    public static final int MAX_BUTTONS = 3;
    public static final int MAX_ROWS = 10;

    /// What a message can be.
    public static final List<String> TYPES =
            List.of(
                    "text",
                    "image",
                    "video",
                    "audio",
                    "document",
                    "sticker",
                    "location",
                    "contacts",
                    "interactive",
                    "template",
                    "reaction");

    private WhatsappRules() {}

    /// Throws [Rendition.Unshowable] when values made a text of `message` too long or empty.
    static void check(JsonNode message) {
        check(message.at("/text/body"), "WhatsApp text", TEXT);
        check(message.at("/interactive/body/text"), "WhatsApp interactive body", BODY);
        JsonNode caption = message.path(message.path("type").asString("")).path("caption");
        check(caption, "WhatsApp caption", CAPTION);
        message.at("/interactive/action/buttons")
                .forEach(button ->
                        check(button.at("/reply/title"), "WhatsApp button title", BUTTON_TITLE));
        message.at("/interactive/action/sections")
                .forEach(section ->
                        section.path("rows")
                                .forEach(row ->
                                        check(row.path("title"), "WhatsApp row title", ROW_TITLE)));
        check(
                message.at("/interactive/action/parameters/display_text"),
                "WhatsApp button title",
                BUTTON_TITLE);
    }

    private static void check(JsonNode text, String what, int max) {
        if (!text.isString()) {
            return;
        }
        int length = text.asString().length();
        if (text.asString().isBlank()) {
            throw new Rendition.Unshowable(what + " is empty");
        }
        if (length > max) {
            throw Rendition.Unshowable.tooLong(what, length, max);
        }
    }
}
