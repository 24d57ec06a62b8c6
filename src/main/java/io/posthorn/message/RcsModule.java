package io.posthorn.message;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An `rcs` module: what RBM is given of it, and what it shows.
final class RcsModule {

    private static final Set<String> ENUMERATED =
            Set.of("cardOrientation", "thumbnailImageAlignment", "height", "cardWidth");

    private RcsModule() {}

    /// A checked module as RBM takes it: our `media` is a medium of a card, a message of its own
    /// has only what is to be shown; RBM has no defaults for a card's direction and width, and
    /// takes enumerated values in one case and no nulls.
    static ObjectNode completed(ObjectNode module) {
        tidy(module);
        JsonNode media = module.remove("media");
        if (media != null) {
            module.set("contentInfo", media.path("contentInfo"));
        }
        if (module.at("/richCard/standaloneCard") instanceof ObjectNode card) {
            card.putIfAbsent("cardOrientation", JsonNodeFactory.instance.stringNode("VERTICAL"));
        }
        if (module.at("/richCard/carouselCard") instanceof ObjectNode carousel) {
            carousel.putIfAbsent("cardWidth", JsonNodeFactory.instance.stringNode("MEDIUM"));
        }
        return module;
    }

    private static void tidy(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (ENUMERATED.contains(each.getKey()) && each.getValue().isString()) {
                String value = each.getValue().asString().toUpperCase(Locale.ROOT);
                each.setValue(JsonNodeFactory.instance.stringNode(value));
            }
            tidy(each.getValue());
        }
        if (node.isArray()) {
            node.forEach(RcsModule::tidy);
        }
    }

    /// What a checked module shows.
    static Display display(ObjectNode module) {
        List<Action> actions = actions(module);
        JsonNode standalone = module.at("/richCard/standaloneCard/cardContent");
        if (standalone.isObject()) {
            Card card = card(standalone);
            return Display.of(
                    new Card(
                            card.title(),
                            card.text(),
                            card.media(),
                            Stream.concat(card.actions().stream(), actions.stream()).toList()));
        }
        List<Card> cards =
                module.at("/richCard/carouselCard/cardContents")
                        .valueStream()
                        .map(RcsModule::card)
                        .toList();
        Card card = new Card("", module.path("text").asString(""), media(module), actions);
        return new Display(card, cards);
    }

    private static Card card(JsonNode content) {
        return new Card(
                content.path("title").asString(""),
                content.path("description").asString(""),
                media(content),
                actions(content));
    }

    private static List<URI> media(JsonNode holder) {
        return WebUrl.parse(holder.at("/media/contentInfo/fileUrl").asString("")).stream().toList();
    }

    private static List<Action> actions(JsonNode holder) {
        return holder.path("suggestions").valueStream().map(RcsModule::action).toList();
    }

    private static Action action(JsonNode suggestion) {
        JsonNode reply = suggestion.path("reply");
        if (reply.isObject()) {
            return new Action.Reply(
                    reply.path("text").asString(""), reply.path("postbackData").asString(""));
        }
        JsonNode action = suggestion.path("action");
        String title = action.path("text").asString("");
        for (Map.Entry<String, JsonNode> each : action.properties()) {
            JsonNode does = each.getValue();
            switch (each.getKey()) {
                case "openUrlAction" -> {
                    return new Action.Link(title, does.path("url").asString(""));
                }
                case "dialAction" -> {
                    return new Action.Call(title, does.path("phoneNumber").asString(""));
                }
                case "viewLocationAction" -> {
                    return new Action.Other(title, place(does));
                }
                case "createCalendarEventAction" -> {
                    return new Action.Other(title, event(does));
                }
                default -> {}
            }
        }
        return new Action.Other(title, "");
    }

    private static String place(JsonNode place) {
        String named = place.path("query").asString(place.path("label").asString(""));
        JsonNode point = place.path("latLong");
        String at =
                point.isObject()
                        ? point.path("latitude").asString()
                                + ","
                                + point.path("longitude").asString()
                        : "";
        return named.isEmpty() || at.isEmpty() ? named + at : named + " (" + at + ")";
    }

    private static String event(JsonNode event) {
        return event.path("title").asString("")
                + " "
                + event.path("startTime").asString("")
                + "/"
                + event.path("endTime").asString("");
    }
}
