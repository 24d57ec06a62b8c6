package io.posthorn.channel.simulator;

import io.posthorn.channel.simulator.Suggestion.Kind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a phone shows of a message object of WhatsApp's (Cloud API reference, "Messages").
final class WhatsappScreen {
    private static final List<String> WORDS =
            List.of(
                    "/text/body",
                    "/image/caption",
                    "/video/caption",
                    "/document/caption",
                    "/interactive/body/text");

    private WhatsappScreen() {}

    static Screen of(JsonNode message, String json) {
        String text =
                WORDS.stream()
                        .map(place -> message.at(place).asString(""))
                        .filter(words -> !words.isEmpty())
                        .findFirst()
                        .orElse("");
        boolean plain = message.path("type").asString("").equals("text");
        return new Screen(text, plain ? "" : json, suggestions(message));
    }

    private static List<Suggestion> suggestions(JsonNode message) {
        List<Suggestion> all = new ArrayList<>();
        for (JsonNode button : message.at("/interactive/action/buttons")) {
            JsonNode reply = button.path("reply");
            all.add(suggestion(Kind.REPLY, reply.path("title"), reply.path("id")));
        }
        for (JsonNode section : message.at("/interactive/action/sections")) {
            for (JsonNode row : section.path("rows")) {
                all.add(suggestion(Kind.ROW, row.path("title"), row.path("id")));
            }
        }
        for (JsonNode component : message.at("/template/components")) {
            if (component.path("sub_type").asString("").equalsIgnoreCase("quick_reply")) {
                JsonNode payload = component.at("/parameters/0/payload");
                all.add(suggestion(Kind.TEMPLATE, payload, payload));
            }
        }
        return all;
    }

    private static Suggestion suggestion(Kind kind, JsonNode text, JsonNode data) {
        return new Suggestion(kind, text.asString(""), data.asString(""));
    }
}
