package io.posthorn.message;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A message object of WhatsApp's Cloud API ("Messages"), without the recipient.
final class WhatsappForm {

    private static final Map<String, String> KINDS =
            Map.of("jpg", "image", "jpeg", "image", "png", "image", "mp4", "video", "3gp", "video");
    private static final String MENU = "Menu"; // a list must have a name for what opens it

    private WhatsappForm() {}

    // From what is to be shown

    /// The richest form that shows all of it: a button that opens a link, up to three answers as
    /// buttons, up to ten as a list, a medium with a caption, text. Throws [Rendition.Unshowable]
    /// when there is too much text for any.
    static ObjectNode of(Display display) {
        Card card = display.carousel().isEmpty() ? display.card() : leafed(display);
        Card body = card.titledInText();
        return linked(body)
                .or(() -> answered(body))
                .or(() -> listed(body))
                .orElseGet(() -> simple(body));
    }

    /// Cards to leaf through are only for templates: all of them below one another, under the first
    /// one's medium.
    private static Card leafed(Display display) {
        List<URI> own = display.card().media();
        List<URI> media =
                own.isEmpty()
                        ? display.carousel().stream()
                                .flatMap(c -> c.media().stream())
                                .limit(1)
                                .toList()
                        : own;
        return Card.of(display.flat().text(), media);
    }

    private static Optional<ObjectNode> linked(Card card) {
        List<Action> links = card.actions().stream().filter(WhatsappForm::fitsLink).toList();
        if (links.size() != 1 || card.actions().stream().anyMatch(Action.Reply.class::isInstance)) {
            return Optional.empty();
        }
        return interactive("cta_url", card, links)
                .map(message -> {
                    Action.Link link = (Action.Link) links.getFirst();
                    ObjectNode action = action(message).put("name", "cta_url");
                    action.putObject("parameters")
                            .put("display_text", link.title())
                            .put("url", link.url());
                    return message;
                });
    }

    private static Optional<ObjectNode> answered(Card card) {
        List<Action> replies = replies(card, WhatsappRules.BUTTON_TITLE);
        if (replies.isEmpty() || replies.size() > WhatsappRules.MAX_BUTTONS) {
            return Optional.empty();
        }
        return interactive("button", card, replies)
                .map(message -> {
                    ArrayNode buttons = action(message).putArray("buttons");
                    replies.forEach(each -> {
                        ObjectNode reply =
                                buttons.addObject().put("type", "reply").putObject("reply");
                        reply(reply, each);
                    });
                    return message;
                });
    }

    private static Optional<ObjectNode> listed(Card card) {
        List<Action> replies = replies(card, WhatsappRules.ROW_TITLE);
        if (replies.isEmpty() || replies.size() > WhatsappRules.MAX_ROWS) {
            return Optional.empty();
        }
        return interactive("list", card.withMedia(0), replies)
                .map(message -> {
                    ObjectNode action = action(message).put("button", MENU);
                    ArrayNode rows = action.putArray("sections").addObject().putArray("rows");
                    replies.forEach(each -> reply(rows.addObject(), each));
                    return message;
                });
    }

    /// The card's answers where all of them can be tapped; else none, because half of the answers
    /// as buttons would hide the other half.
    private static List<Action> replies(Card card, int longestTitle) {
        List<Action> replies =
                card.actions().stream().filter(Action.Reply.class::isInstance).toList();
        Predicate<Action> fits = action -> fitsReply((Action.Reply) action, longestTitle);
        long different = replies.stream().map(Action::title).distinct().count();
        long ids = replies.stream().map(each -> ((Action.Reply) each).data()).distinct().count();
        boolean all = replies.stream().allMatch(fits);
        return all && different == replies.size() && ids == replies.size() ? replies : List.of();
    }

    private static boolean fitsReply(Action.Reply reply, int longestTitle) {
        return !reply.title().isBlank()
                && reply.title().length() <= longestTitle
                && !reply.data().isBlank()
                && reply.data().length() <= WhatsappRules.BUTTON_ID;
    }

    private static boolean fitsLink(Action action) {
        return action instanceof Action.Link(String title, String url)
                && !title.isBlank()
                && title.length() <= WhatsappRules.BUTTON_TITLE
                && WebUrl.parse(url).isPresent();
    }

    private static void reply(ObjectNode out, Action action) {
        Action.Reply reply = (Action.Reply) action;
        out.put("id", reply.data()).put("title", reply.title());
    }

    /// Empty when the text is missing or too long beside something to tap.
    private static Optional<ObjectNode> interactive(String type, Card card, List<Action> tappable) {
        Card body = card.spelled(tappable::contains, tappable.size()).withMedia(1);
        if (body.text().isBlank() || body.text().length() > WhatsappRules.BODY) {
            return Optional.empty();
        }
        ObjectNode message = object().put("type", "interactive");
        ObjectNode interactive = message.putObject("interactive").put("type", type);
        body.media().stream()
                .findFirst()
                .ifPresent(url -> {
                    String kind = kind(url);
                    ObjectNode header = interactive.putObject("header").put("type", kind);
                    header.putObject(kind).put("link", url.toString());
                });
        interactive.putObject("body").put("text", body.text());
        return Optional.of(message);
    }

    private static ObjectNode action(ObjectNode message) {
        return ((ObjectNode) message.path("interactive")).putObject("action");
    }

    private static ObjectNode simple(Card card) {
        Card spelled = card.spelled(_ -> false, 0);
        Card captioned = spelled.withMedia(1);
        if (!captioned.media().isEmpty() && captioned.text().length() <= WhatsappRules.CAPTION) {
            return medium(captioned.media().getFirst(), captioned.text());
        }
        return text(spelled.withMedia(0).text());
    }

    private static ObjectNode text(String body) {
        if (body.length() > WhatsappRules.TEXT) {
            throw Rendition.Unshowable.tooLong("WhatsApp text", body.length(), WhatsappRules.TEXT);
        }
        if (body.isBlank()) {
            throw new Rendition.Unshowable("there is no text for WhatsApp");
        }
        ObjectNode message = object().put("type", "text");
        message.putObject("text").put("body", body);
        return message;
    }

    private static ObjectNode medium(URI url, String caption) {
        String kind = kind(url);
        ObjectNode message = object().put("type", kind);
        ObjectNode medium = message.putObject(kind).put("link", url.toString());
        if (!caption.isEmpty()) {
            medium.put("caption", caption);
        }
        return message;
    }

    private static String kind(URI url) {
        return KINDS.getOrDefault(MediaKind.ending(url), "document");
    }

    /// A template WhatsApp has approved, from its name, its language and, where it has places to
    /// fill, its components.
    static ObjectNode approved(ObjectNode form) {
        ObjectNode message = object().put("type", "template");
        ObjectNode template =
                message.putObject("template").put("name", form.path("name").asString());
        template.putObject("language").put("code", form.path("language").asString());
        if (form.has("components")) {
            template.set("components", form.get("components"));
        }
        return message;
    }

    // From a module

    /// A module may leave out its type when there is only one thing it can be.
    static ObjectNode typed(ObjectNode module) {
        if (!module.has("type")) {
            WhatsappRules.TYPES.stream()
                    .filter(module::has)
                    .findFirst()
                    .ifPresent(type -> module.put("type", type));
        }
        return module;
    }

    /// What is read of a message first.
    static String text(JsonNode message) {
        String type = message.path("type").asString("");
        return Stream.of("/text/body", "/interactive/body/text", "/" + type + "/caption")
                .map(place -> message.at(place).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
