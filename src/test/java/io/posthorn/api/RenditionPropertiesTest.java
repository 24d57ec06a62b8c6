package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a template holds, a channel shows all of it in a form its own grammar allows, or says
/// that it is too much; it never shows a part.
class RenditionPropertiesTest {

    private static final int LONG = 1_500; // characters no channel's longest text has

    record Thing(String kind, String title, String value) {}

    record Picture(String title, String body, List<String> media, List<Thing> actions) {}

    @Provide
    Arbitrary<String> words() {
        Arbitrary<String> word =
                Arbitraries.of("Hi", "é", "😀", "<b>", "&", "\"", "'", "x".repeat(40));
        return word.list().ofMinSize(1).ofMaxSize(40).map(all -> String.join(" ", all));
    }

    @Provide
    Arbitrary<String> maybe() {
        return Arbitraries.oneOf(Arbitraries.just(""), words());
    }

    @Provide
    Arbitrary<Thing> things() {
        Arbitrary<String> title =
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(40).map("t"::concat);
        return Combinators.combine(
                        Arbitraries.of("URL", "PHONE_NUMBER", "QUICK_REPLY"),
                        title,
                        Arbitraries.integers().between(10_000, 99_999))
                .as((kind, name, number) ->
                        new Thing(
                                kind,
                                name,
                                switch (kind) {
                                    case "URL" -> "https://acme.test/" + number;
                                    case "PHONE_NUMBER" -> "+14155" + number;
                                    default -> name;
                                }));
    }

    @Provide
    Arbitrary<Picture> pictures() {
        Arbitrary<List<String>> media =
                Arbitraries.of("png", "mp4", "pdf", "none")
                        .map(ending -> "https://acme.test/" + ending.hashCode() + "." + ending)
                        .list()
                        .ofMaxSize(3);
        return Combinators.combine(words(), maybe(), media, things().list().ofMaxSize(13))
                .as(Picture::new);
    }

    @Property(seed = "1", tries = 200)
    void a_card_is_shown_whole_or_not_at_all(
            @ForAll("pictures") Picture picture, @ForAll Channel channel) {
        ObjectNode types = JsonNodeFactory.instance.objectNode();
        types.set("twilio/card", json(picture));
        holds(types, List.of(picture), "", channel);
    }

    @Property(seed = "1", tries = 200)
    void cards_are_shown_whole_or_not_at_all(
            @ForAll("carousels") List<Picture> pictures,
            @ForAll("maybe") String said,
            @ForAll Channel channel) {
        ObjectNode types = JsonNodeFactory.instance.objectNode();
        ObjectNode carousel = types.putObject("twilio/carousel").put("body", said);
        ArrayNode cards = carousel.putArray("cards");
        pictures.forEach(picture -> cards.add(json(picture)));
        holds(types, pictures, said, channel);
    }

    @Provide
    Arbitrary<List<Picture>> carousels() {
        return pictures().list().ofMinSize(1).ofMaxSize(11);
    }

    private static ObjectNode json(Picture picture) {
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.put("title", picture.title()).put("body", picture.body());
        picture.media().forEach(card.withArray("media")::add);
        for (Thing thing : picture.actions()) {
            ObjectNode action = card.withArray("actions").addObject();
            action.put("type", thing.kind()).put("title", thing.title());
            action.put(
                    switch (thing.kind()) {
                        case "URL" -> "url";
                        case "PHONE_NUMBER" -> "phone";
                        default -> "id";
                    },
                    thing.value());
        }
        return card;
    }

    private static void holds(
            ObjectNode types, List<Picture> pictures, String said, Channel channel) {
        List<String> pieces = new ArrayList<>(List.of(said));
        for (Picture picture : pictures) {
            pieces.addAll(List.of(picture.title(), picture.body()));
            pieces.addAll(picture.media());
            picture.actions().forEach(each -> pieces.addAll(List.of(each.title(), each.value())));
        }
        var content = new Content.Stored("HX1", Map.of(), types.toString());
        try {
            Rendition shown = Rendition.of(content, channel, Map.of());
            String all = all(shown);
            assertThat(pieces).allSatisfy(piece -> assertThat(all).contains(piece));
            assertThat(complaints(shown, channel)).isEmpty();
        } catch (Rendition.Unshowable tooMuch) {
            int length = pieces.stream().mapToInt(String::length).sum();
            assertThat(length).as(tooMuch.getMessage()).isGreaterThan(LONG);
        }
    }

    /// Everything that can be read, tapped or looked at.
    private static String all(Rendition shown) {
        return switch (shown.content()) {
            case Content.Plain _ -> shown.readable();
            case Content.Modules(var modules) -> {
                StringBuilder all = new StringBuilder();
                collect(Json.read(modules.values().iterator().next().json()), all);
                yield all.toString();
            }
            case Content.Email email -> email.subject() + "\n" + email.text().orElse("");
            case Content.Push(Optional<String> title, String body, var _, var _) ->
                    title.orElse("") + "\n" + body;
            case Content.Stored _ -> "";
        };
    }

    private static void collect(JsonNode node, StringBuilder all) {
        if (node.isString()) {
            all.append(node.asString()).append('\n');
        }
        node.forEach(each -> collect(each, all));
    }

    /// What the grammar a module is accepted by says of it.
    private static List<Problem> complaints(Rendition shown, Channel channel) {
        Findings findings = new Findings();
        if (shown.content() instanceof Content.Modules(var modules)) {
            ObjectNode json = (ObjectNode) Json.read(modules.values().iterator().next().json());
            if (channel == Channel.RCS) {
                JsonNode file = json.remove("contentInfo"); // as a module says it
                if (file != null) {
                    json.putObject("media").set("contentInfo", file);
                }
                RichContent.SHAPE.read(json, Place.ROOT, findings);
            } else {
                WhatsappContent.SHAPE.read(json, Place.ROOT, findings);
            }
        }
        try {
            findings.refuseIfAny();
            return List.of();
        } catch (Refused refused) {
            return refused.problems();
        }
    }
}
