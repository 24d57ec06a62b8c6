package io.posthorn.message;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The forms of a stored template: which one a channel takes, and what it shows.
///
/// The types and their properties are those of Twilio's Content API ("Content types overview");
/// `whatsapp/template` is ours and names a template approved by WhatsApp.
final class StoredForms {

    private static final String APPROVED = "whatsapp/template";

    private StoredForms() {}

    /// A channel takes the first of these that the template has: the richest it can show as such,
    /// then what it can only describe.
    private static List<String> bestFirst(Channel channel) {
        return switch (channel) {
            case SMS -> types("media", "text", "call-to-action", "quick-reply", "card", "carousel");
            case RCS -> types("carousel", "card", "quick-reply", "call-to-action", "media", "text");
            case WHATSAPP ->
                    types("card", "quick-reply", "call-to-action", "media", "carousel", "text");
            case EMAIL ->
                    types("carousel", "card", "call-to-action", "quick-reply", "media", "text");
            case PUSH ->
                    types("card", "text", "call-to-action", "quick-reply", "media", "carousel");
        };
    }

    private static List<String> types(String... names) {
        return List.of(names).stream().map("twilio/"::concat).toList();
    }

    /// The template WhatsApp has approved, for a channel that takes one.
    static Optional<ObjectNode> approved(Content.Stored stored, Channel channel) {
        return channel == Channel.WHATSAPP
                ? form(JsonTemplate.read(stored.types()), APPROVED)
                : Optional.empty();
    }

    /// The type a channel takes; empty when it has none for it.
    static Optional<String> type(Content.Stored stored, Channel channel) {
        ObjectNode types = JsonTemplate.read(stored.types());
        if (channel == Channel.WHATSAPP && form(types, APPROVED).isPresent()) {
            return Optional.of(APPROVED);
        }
        return bestFirst(channel).stream()
                .filter(type -> form(types, type).isPresent())
                .findFirst();
    }

    /// Throws [Rendition.Unshowable] when the values make no URL of a medium.
    static Optional<Display> display(
            Content.Stored stored, Channel channel, Map<String, String> values) {
        ObjectNode types = JsonTemplate.read(stored.types());
        return bestFirst(channel).stream()
                .flatMap(type -> form(types, type).stream())
                .findFirst()
                .map(form -> display(fill(form, values)));
    }

    static ObjectNode fill(ObjectNode form, Map<String, String> values) {
        return JsonTemplate.filled(form, text -> Slots.fill(text, values));
    }

    private static Optional<ObjectNode> form(ObjectNode types, String type) {
        return types.get(type) instanceof ObjectNode form ? Optional.of(form) : Optional.empty();
    }

    private static Display display(JsonNode form) {
        List<Card> cards = new ArrayList<>();
        form.path("cards").forEach(each -> cards.add(card(each)));
        return new Display(card(form), cards);
    }

    private static Card card(JsonNode form) {
        List<URI> media = new ArrayList<>();
        JsonNode urls = form.path("media");
        (urls.isString() ? List.of(urls) : urls).forEach(url -> media.add(url(url.asString())));
        List<Action> actions = new ArrayList<>();
        form.path("actions").forEach(each -> actions.add(action(each)));
        String text = Lines.joined(text(form, "body"), text(form, "subtitle"));
        return new Card(text(form, "title"), text, media, actions);
    }

    private static Action action(JsonNode form) {
        String title = text(form, "title");
        return switch (text(form, "type").toUpperCase(Locale.ROOT)) {
            case "URL" -> new Action.Link(title, text(form, "url"));
            case "PHONE_NUMBER" -> new Action.Call(title, text(form, "phone"));
            default -> {
                String id = text(form, "id");
                yield new Action.Reply(title, id.isEmpty() ? title : id);
            }
        };
    }

    private static String text(JsonNode form, String name) {
        JsonNode text = form.path(name);
        return text.isString() ? text.asString() : "";
    }

    private static URI url(String text) {
        return WebUrl.parse(text)
                .orElseThrow(() -> new Rendition.Unshowable("a medium without a web address"));
    }
}
