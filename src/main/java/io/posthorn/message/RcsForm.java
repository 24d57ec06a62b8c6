package io.posthorn.message;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An AgentContentMessage of RCS Business Messaging (RBM REST reference, "phones.agentMessages"),
/// made of what is to be shown.
final class RcsForm {

    private RcsForm() {}

    /// The richest form that shows all of it. Throws [Rendition.Unshowable] when there is too much
    /// text for any.
    static ObjectNode of(Display display) {
        if (!display.carousel().isEmpty()) {
            return fitsCarousel(display) ? carousel(display) : text(display.flat());
        }
        Card all = spelled(display.card(), RcsRules.MAX_SUGGESTIONS).withMedia(1);
        if (all.media().size() == 1 && all.title().isEmpty() && all.text().isEmpty()) {
            return file(all);
        }
        Card card = pictured(all);
        if (card.media().isEmpty() && card.title().isEmpty()) {
            return text(card);
        }
        Card titled = card.title().length() > RcsRules.CARD_TITLE ? card.titledInText() : card;
        return titled.text().length() > RcsRules.CARD_DESCRIPTION
                ? text(card.titledInText().withMedia(0))
                : standalone(titled);
    }

    private static boolean tappable(Action action) {
        boolean sound =
                switch (action) {
                    case Action.Reply(String _, String data) -> data.length() <= RcsRules.POSTBACK;
                    case Action.Link(String _, String url) -> WebUrl.parse(url).isPresent();
                    case Action.Call(String _, String phone) ->
                            RcsRules.PHONE.matcher(phone).matches();
                    case Action.Other _ -> false;
                };
        return sound
                && !action.title().isBlank()
                && action.title().length() <= RcsRules.SUGGESTION_TEXT;
    }

    /// With at most `max` actions, each of which can be tapped; the others are text.
    private static Card spelled(Card card, int max) {
        return card.spelled(RcsForm::tappable, max);
    }

    private static ObjectNode text(Card card) {
        Card whole = card.withMedia(0);
        if (whole.text().length() > RcsRules.TEXT) {
            throw Rendition.Unshowable.tooLong("RCS text", whole.text().length(), RcsRules.TEXT);
        }
        if (whole.text().isBlank()) {
            throw new Rendition.Unshowable("there is no text for RCS");
        }
        ObjectNode content = object().put("text", whole.text());
        suggest(content, whole.actions());
        return content;
    }

    private static ObjectNode file(Card card) {
        ObjectNode content = object();
        String url = card.media().getFirst().toString();
        content.putObject("contentInfo").put("fileUrl", url);
        suggest(content, card.actions());
        return content;
    }

    /// With at most one medium, which a card can show; links to the others are text.
    private static Card pictured(Card card) {
        boolean file =
                !card.media().isEmpty() && MediaKind.of(card.media().getFirst()) == MediaKind.FILE;
        return card.withMedia(file ? 0 : 1);
    }

    private static ObjectNode standalone(Card card) {
        ObjectNode content = object();
        ObjectNode standalone = content.putObject("richCard").putObject("standaloneCard");
        standalone.put("cardOrientation", "VERTICAL");
        int inCard = Math.min(card.actions().size(), RcsRules.MAX_CARD_SUGGESTIONS);
        cardContent(standalone.putObject("cardContent"), card, card.actions().subList(0, inCard));
        suggest(content, card.actions().subList(inCard, card.actions().size()));
        return content;
    }

    /// What is said before the cards is the beginning of the first one: RCS shows nothing else with
    /// a carousel.
    private static List<Card> cards(Display display) {
        List<Card> cards = new ArrayList<>();
        for (Card card : display.carousel()) {
            cards.add(pictured(spelled(card, RcsRules.MAX_CARD_SUGGESTIONS)));
        }
        String said = display.card().titledInText().withMedia(0).text();
        Card first = cards.getFirst();
        String both =
                said.isEmpty() || first.text().isEmpty()
                        ? said + first.text()
                        : said + "\n\n" + first.text();
        cards.set(0, first.withText(both));
        return cards;
    }

    private static boolean fitsCarousel(Display display) {
        List<Card> cards = cards(display);
        return cards.size() >= RcsRules.MIN_CARDS
                && cards.size() <= RcsRules.MAX_CARDS
                && spelled(display.card(), RcsRules.MAX_SUGGESTIONS)
                        .text()
                        .equals(display.card().text())
                && cards.stream().allMatch(RcsForm::fitsCard);
    }

    private static boolean fitsCard(Card card) {
        return card.title().length() <= RcsRules.CARD_TITLE
                && card.text().length() <= RcsRules.CARD_DESCRIPTION
                && !(card.title().isBlank() && card.text().isBlank() && card.media().isEmpty());
    }

    private static ObjectNode carousel(Display display) {
        ObjectNode content = object();
        ObjectNode carousel = content.putObject("richCard").putObject("carouselCard");
        carousel.put("cardWidth", "MEDIUM");
        ArrayNode contents = carousel.putArray("cardContents");
        cards(display).forEach(card -> cardContent(contents.addObject(), card, card.actions()));
        suggest(content, display.card().actions());
        return content;
    }

    private static void cardContent(ObjectNode out, Card card, List<Action> actions) {
        if (!card.title().isEmpty()) {
            out.put("title", card.title());
        }
        if (!card.text().isEmpty()) {
            out.put("description", card.text());
        }
        card.media().stream()
                .findFirst()
                .ifPresent(url ->
                        out.putObject("media")
                                .put("height", "MEDIUM")
                                .putObject("contentInfo")
                                .put("fileUrl", url.toString()));
        suggest(out, actions);
    }

    private static void suggest(ObjectNode out, List<Action> actions) {
        if (!actions.isEmpty()) {
            ArrayNode suggestions = out.putArray("suggestions");
            actions.forEach(action -> suggestion(suggestions.addObject(), action));
        }
    }

    private static void suggestion(ObjectNode out, Action action) {
        switch (action) {
            case Action.Reply(String title, String data) ->
                    out.putObject("reply").put("text", title).put("postbackData", data);
            case Action.Link(String title, String url) ->
                    action(out, title).putObject("openUrlAction").put("url", url);
            case Action.Call(String title, String phone) ->
                    action(out, title).putObject("dialAction").put("phoneNumber", phone);
            case Action.Other(String title, String _) -> action(out, title);
        }
    }

    private static ObjectNode action(ObjectNode out, String title) {
        return out.putObject("action").put("text", title).put("postbackData", title);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
