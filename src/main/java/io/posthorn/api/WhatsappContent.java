package io.posthorn.api;

import io.posthorn.message.WebUrl;
import io.posthorn.message.WhatsappRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A `whatsapp` module: a message object of Meta's Cloud API, passed on as it is. Looked at are the
/// things that would make Meta refuse every message of a request.
final class WhatsappContent {

    private static final Set<String> OURS = Set.of("to", "messaging_product", "recipient_type");
    private static final Set<String> CAPTIONED = Set.of("image", "video", "document");
    private static final Set<String> INTERACTIVE =
            Set.of(
                    "button",
                    "list",
                    "cta_url",
                    "carousel",
                    "product",
                    "product_list",
                    "catalog_message",
                    "flow",
                    "location_request_message",
                    "address_message",
                    "voice_call");

    private static final int LIST_BUTTON = 20;
    private static final int ROW_ID = 200;
    private static final int NAME = 512; // of a template
    private static final int LANGUAGE = 15;
    private static final int ANY = 4096;

    static final Shape<JsonNode> SHAPE =
            new AnyObjectShape()
                    .then(WhatsappContent::check)
                    .described("A message object of the WhatsApp Cloud API, without `to`");

    private final JsonNode module;
    private final Place at;
    private final Findings findings;
    private boolean sound = true;

    private WhatsappContent(JsonNode module, Place at, Findings findings) {
        this.module = module;
        this.at = at;
        this.findings = findings;
    }

    private static @Nullable JsonNode check(JsonNode module, Place at, Findings findings) {
        WhatsappContent content = new WhatsappContent(module, at, findings);
        content.check();
        return content.sound ? module : null;
    }

    private void check() {
        OURS.stream()
                .filter(module::has)
                .sorted()
                .forEach(name -> wrong(name + " is set by the server", at.property(name)));
        List<String> given = WhatsappRules.TYPES.stream().filter(module::has).toList();
        String type = type(given);
        if (!sound) {
            return;
        }
        given.stream()
                .filter(name -> !name.equals(type))
                .forEach(name -> wrong(name + " is of no use beside " + type, at.property(name)));
        content(type, module.path(type), at.property(type));
    }

    private String type(List<String> given) {
        JsonNode type = module.path("type");
        if (type.isString() && WhatsappRules.TYPES.contains(type.asString())) {
            return type.asString();
        }
        if (!type.isMissingNode()) {
            wrong(
                    "type must be one of " + String.join(", ", WhatsappRules.TYPES),
                    at.property("type"));
            return "";
        }
        if (given.size() != 1) {
            wrong(
                    given.isEmpty()
                            ? at.label()
                                    + " must have one of "
                                    + String.join(", ", WhatsappRules.TYPES)
                            : String.join(" and ", given) + " exclude each other",
                    at);
            return "";
        }
        return given.getFirst();
    }

    private void content(String type, JsonNode content, Place place) {
        boolean list = type.equals("contacts");
        if (list ? !content.isArray() || content.isEmpty() : !content.isObject()) {
            wrong(type + " must be " + (list ? "a list and not empty" : "an object"), place);
            return;
        }
        switch (type) {
            case "text" -> text(content, "body", WhatsappRules.TEXT, place);
            case "image", "video", "audio", "document", "sticker" -> medium(type, content, place);
            case "location" -> location(content, place);
            case "contacts" -> contacts(content, place);
            case "interactive" -> interactive(content, place);
            case "template" -> template(content, place);
            default -> {
                text(content, "message_id", ANY, place);
                text(content, "emoji", ANY, place);
            }
        }
    }

    private void medium(String type, JsonNode medium, Place place) {
        if (medium.has("id") == medium.has("link")) {
            wrong(type + " must have id or link", place);
        }
        if (medium.has("id")) {
            text(medium, "id", ANY, place);
        }
        if (medium.has("link")) {
            link(medium, place);
        }
        if (medium.has("caption") && !CAPTIONED.contains(type)) {
            wrong(type + " has no caption", place.property("caption"));
        } else if (medium.has("caption")) {
            text(medium, "caption", WhatsappRules.CAPTION, place);
        }
    }

    private void link(JsonNode medium, Place place) {
        Shape<String> url =
                new TemplatedShape(Shape.text(1, WebUrl.MAX).then(WhatsappContent::url), "");
        sound &= url.read(medium.path("link"), place.property("link"), findings) != null;
    }

    private static @Nullable String url(String text, Place at, Findings findings) {
        if (WebUrl.parse(text).isEmpty()) {
            findings.add(
                    Code.INVALID_MEDIA_URL,
                    at.label() + " must be an absolute http or https URL",
                    at);
            return null;
        }
        return text;
    }

    private void location(JsonNode location, Place place) {
        number(location, "latitude", 90, place);
        number(location, "longitude", 180, place);
    }

    private void number(JsonNode object, String name, double most, Place place) {
        Place there = place.property(name);
        sound &=
                new NumberShape(-most, true, most).read(object.path(name), there, findings) != null;
    }

    private void contacts(JsonNode contacts, Place place) {
        for (int i = 0; i < contacts.size(); i++) {
            Place name = place.item(i).property("name");
            text(contacts.get(i).path("name"), "formatted_name", ANY, name);
        }
    }

    private void template(JsonNode template, Place place) {
        text(template, "name", NAME, place);
        text(template.path("language"), "code", LANGUAGE, place.property("language"));
        JsonNode components = template.path("components");
        if (!components.isMissingNode() && !components.isArray()) {
            wrong("components must be a list", place.property("components"));
        }
    }

    private void interactive(JsonNode interactive, Place place) {
        String type = interactive.path("type").asString("");
        if (!INTERACTIVE.contains(type)) {
            wrong(
                    "type must be one of "
                            + String.join(", ", INTERACTIVE.stream().sorted().toList()),
                    place.property("type"));
            return;
        }
        JsonNode action = interactive.path("action");
        Place there = place.property("action");
        if (!action.isObject()) {
            wrong("action is required", there);
        }
        boolean worded = Set.of("button", "list", "cta_url").contains(type);
        if (worded || interactive.has("body")) {
            text(interactive.path("body"), "text", WhatsappRules.BODY, place.property("body"));
        }
        tappable(type, action, there);
    }

    private void tappable(String type, JsonNode action, Place place) {
        switch (type) {
            case "button" -> buttons(action.path("buttons"), place.property("buttons"));
            case "list" -> list(action, place);
            case "cta_url" -> {
                JsonNode button = action.path("parameters");
                Place parameters = place.property("parameters");
                text(button, "display_text", WhatsappRules.BUTTON_TITLE, parameters);
                text(button, "url", WebUrl.MAX, parameters);
            }
            default -> {}
        }
    }

    private void buttons(JsonNode buttons, Place place) {
        if (!buttons.isArray() || buttons.isEmpty() || buttons.size() > WhatsappRules.MAX_BUTTONS) {
            wrong("buttons must be a list of 1 to " + WhatsappRules.MAX_BUTTONS, place);
            return;
        }
        for (int i = 0; i < buttons.size(); i++) {
            Place reply = place.item(i).property("reply");
            text(buttons.get(i).path("reply"), "id", WhatsappRules.BUTTON_ID, reply);
            text(buttons.get(i).path("reply"), "title", WhatsappRules.BUTTON_TITLE, reply);
        }
    }

    private void list(JsonNode action, Place place) {
        text(action, "button", LIST_BUTTON, place);
        List<JsonNode> rows = new ArrayList<>();
        JsonNode sections = action.path("sections");
        for (int i = 0; i < sections.size(); i++) {
            Place section = place.property("sections").item(i).property("rows");
            JsonNode inSection = sections.get(i).path("rows");
            for (int j = 0; j < inSection.size(); j++) {
                rows.add(inSection.get(j));
                text(inSection.get(j), "id", ROW_ID, section.item(j));
                text(inSection.get(j), "title", WhatsappRules.ROW_TITLE, section.item(j));
            }
        }
        if (rows.isEmpty() || rows.size() > WhatsappRules.MAX_ROWS) {
            wrong(
                    "sections must have 1 to " + WhatsappRules.MAX_ROWS + " rows together",
                    place.property("sections"));
        }
    }

    private void text(JsonNode object, String name, int max, Place place) {
        Place there = place.property(name);
        if (!object.has(name)) {
            wrong(name + " is required", there);
        } else {
            sound &= TemplatedShape.text(max).read(object.get(name), there, findings) != null;
        }
    }

    private void wrong(String message, Place place) {
        findings.add(message, place);
        sound = false;
    }
}
