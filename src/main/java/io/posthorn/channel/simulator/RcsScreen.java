package io.posthorn.channel.simulator;

import io.posthorn.channel.simulator.Suggestion.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a phone shows of an AgentContentMessage (RBM API reference, "phones.agentMessages").
final class RcsScreen {

    private RcsScreen() {}

    static Screen of(JsonNode content) {
        String text = content.path("text").asString("");
        boolean plain = content.size() == 1 && !text.isEmpty();
        return new Screen(
                text.isEmpty() ? words(content) : text,
                plain ? "" : content.toString(),
                suggestions(content));
    }

    /// Of cards: what each says, or else is called.
    private static String words(JsonNode content) {
        return cards(content)
                .map(card -> card.path("description").asString(card.path("title").asString("")))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static Stream<JsonNode> cards(JsonNode content) {
        JsonNode card = content.at("/richCard/standaloneCard/cardContent");
        JsonNode carousel = content.at("/richCard/carouselCard/cardContents");
        return Stream.concat(
                Stream.of(card).filter(JsonNode::isObject),
                carousel.isArray() ? carousel.valueStream() : Stream.empty());
    }

    private static List<Suggestion> suggestions(JsonNode content) {
        List<Suggestion> all = new ArrayList<>();
        Stream.concat(Stream.of(content), cards(content))
                .forEach(place ->
                        place.path("suggestions").forEach(item -> all.add(suggestion(item))));
        return all;
    }

    private static Suggestion suggestion(JsonNode item) {
        Kind kind = item.has("action") ? Kind.ACTION : Kind.REPLY;
        JsonNode body = item.path(kind == Kind.ACTION ? "action" : "reply");
        return new Suggestion(
                kind, body.path("text").asString(""), body.path("postbackData").asString(""));
    }
}
