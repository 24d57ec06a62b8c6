package io.posthorn.message;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What one channel shows one person of a content: the same for what is counted, previewed and
/// sent.
///
/// @param text all there is to read, actions too, as plain text; the links to `media` are not in it
/// @param media what is shown beside the text by channels that show media
/// @param content in the form the channel's connectors take: SMS `Plain`, RCS and WHATSAPP
///   `Modules` of that channel alone, EMAIL `Email`, PUSH `Push`
public record Rendition(String text, List<URI> media, Content content) {

    public Rendition {
        media = List.copyOf(media);
    }

    /// The text with links to the media below it: what a channel without media shows.
    public String readable() {
        return readable(0);
    }

    /// The text with links to all media but the first `shown`.
    public String readable(int shown) {
        return Lines.joined(
                text, Lines.links(media.subList(Math.min(shown, media.size()), media.size())));
    }

    /// Throws [Unshowable] when the channel cannot show it, [Template.Unrenderable] when these
    /// variables make a template fail.
    public static Rendition of(Content content, Channel channel, Map<String, String> variables) {
        return switch (content) {
            case Content.Plain(Optional<String> text, List<URI> media) ->
                    of(Display.of(rendered(text.orElse(""), variables), media), channel);
            case Content.Stored stored ->
                    ofStored(stored, channel, Slots.over(stored.defaults(), variables));
            case Content.Modules modules -> ofModules(modules, channel, variables);
            case Content.Email email -> {
                Content.Email filled = email.filled(variables);
                yield new Rendition(filled.text().orElse(""), List.of(), filled);
            }
            case Content.Push push -> {
                Content.Push filled = push.filled(variables);
                yield new Rendition(filled.body(), List.of(), filled);
            }
        };
    }

    static Rendition of(Display display, Channel channel) {
        Card flat = display.flat();
        Content content =
                switch (channel) {
                    case SMS ->
                            new Content.Plain(
                                    Optional.of(flat.text()).filter(text -> !text.isEmpty()),
                                    flat.media());
                    case RCS -> module(channel, RcsForm.of(display));
                    case WHATSAPP -> module(channel, WhatsappForm.of(display));
                    case EMAIL -> MailForm.of(display);
                    case PUSH -> PushForm.of(display);
                };
        return new Rendition(flat.text(), flat.media(), content);
    }

    private static Rendition ofStored(
            Content.Stored stored, Channel channel, Map<String, String> values) {
        Optional<ObjectNode> approved =
                StoredForms.approved(stored, channel)
                        .map(form -> WhatsappForm.approved(StoredForms.fill(form, values)));
        Optional<Display> display = StoredForms.display(stored, channel, values);
        if (approved.isPresent()) {
            Card flat = display.map(Display::flat).orElse(Card.of("", List.of()));
            return new Rendition(flat.text(), flat.media(), module(channel, approved.get()));
        }
        return of(display.orElseThrow(() -> nothing(channel)), channel);
    }

    private static Rendition ofModules(
            Content.Modules modules, Channel channel, Map<String, String> variables) {
        ObjectNode json =
                modules.on(channel)
                        .map(module -> JsonTemplate.render(module.json(), variables))
                        .orElseThrow(() -> nothing(channel));
        return switch (channel) {
            case SMS -> of(plain(json), channel);
            case RCS ->
                    modules.modules().containsKey(channel) ? ofRcs(json) : of(plain(json), channel);
            case WHATSAPP -> ofWhatsapp(json);
            case EMAIL, PUSH -> throw nothing(channel);
        };
    }

    /// What was made for SMS.
    private static Display plain(ObjectNode json) {
        List<URI> media =
                json.path("media")
                        .valueStream()
                        .map(item -> URI.create(item.path("url").asString()))
                        .toList();
        return Display.of(json.path("text").asString(""), media);
    }

    private static Rendition ofRcs(ObjectNode json) {
        RcsRules.check(json);
        Card flat = RcsModule.display(json).flat();
        return new Rendition(
                flat.text(), flat.media(), module(Channel.RCS, RcsModule.completed(json)));
    }

    private static Rendition ofWhatsapp(ObjectNode json) {
        ObjectNode typed = WhatsappForm.typed(json);
        WhatsappRules.check(typed);
        return new Rendition(WhatsappForm.text(typed), List.of(), module(Channel.WHATSAPP, typed));
    }

    private static Content.Modules module(Channel channel, JsonNode json) {
        return new Content.Modules(
                Map.of(channel, new Content.Module(Optional.empty(), json.toString())));
    }

    static String rendered(String template, Map<String, String> variables) {
        return Template.parse(template).render(variables);
    }

    private static Unshowable nothing(Channel channel) {
        return new Unshowable("there is nothing for " + channel);
    }

    /// Why a channel cannot show a content with these variables. The message shows nothing of
    /// either.
    public static final class Unshowable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        Unshowable(String reason) {
            super(reason);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }

        static Unshowable tooLong(String what, int length, int max) {
            return new Unshowable(
                    what + " has " + length + " characters, at most " + max + " are possible");
        }
    }
}
