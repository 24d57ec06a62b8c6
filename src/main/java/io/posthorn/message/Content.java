package io.posthorn.message;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be said, before personalization. Strings are Liquid templates.
public sealed interface Content {

    /// Simple content: text, media or both.
    record Plain(Optional<String> text, List<URI> media) implements Content {}

    /// A stored content template (`HX…`), filled by position.
    record Stored(String contentId) implements Content {}

    /// Content made for each channel; `json` is kept whole for connectors that understand more than
    /// text.
    record Modules(Map<Channel, Module> modules) implements Content {}

    /// An email.
    ///
    /// @param fromName shown with the sender's address; empty: the sender's own display name
    /// @param text what readers without HTML see; empty: made from `html`
    record Email(
            Optional<String> fromName,
            String subject,
            String html,
            Optional<String> text,
            List<Attachment> attachments)
            implements Content {

        /// With one recipient's values in its texts.
        ///
        /// @throws Template.Unrenderable when these variables make a template fail
        public Email filled(Map<String, String> variables) {
            return new Email(
                    fromName.map(name -> Template.parse(name).render(variables)),
                    Template.parse(subject).render(variables),
                    Template.parse(html).render(variables),
                    text.map(given -> Template.parse(given).render(variables)),
                    attachments);
        }
    }

    /// A file sent with an email.
    ///
    /// @param base64 its bytes
    record Attachment(String filename, String contentType, String base64) {}

    /// A notification on a device.
    ///
    /// @param sound what the device plays, by the name its app knows; empty: its default
    record Push(Optional<String> title, String body, Urgency urgency, Optional<String> sound)
            implements Content {}

    /// Whether a notification may wake a device.
    enum Urgency {
        HIGH,
        LOW
    }

    record Module(Optional<String> text, String json) {

        private Module filled(Map<String, String> variables) {
            return Template.isTemplated(json)
                    ? new Module(text, JsonTemplate.render(json, variables))
                    : this;
        }
    }

    static Content text(String text) {
        return new Plain(Optional.of(text), List.of());
    }

    /// The content of one recipient for one channel, with his values in its texts. Plain text stays
    /// a template, because text is rendered apart.
    ///
    /// @throws Template.Unrenderable when these variables make a template fail
    default Content filled(Channel channel, Map<String, String> variables) {
        return switch (this) {
            case Plain _, Stored _ -> this;
            case Modules(Map<Channel, Module> modules) -> {
                Module module = modules.get(channel);
                yield module == null
                        ? this
                        : new Modules(Map.of(channel, module.filled(variables)));
            }
            case Email email -> email.filled(variables);
            case Push(var title, var body, var urgency, var sound) ->
                    new Push(
                            title.map(given -> Template.parse(given).render(variables)),
                            Template.parse(body).render(variables),
                            urgency,
                            sound);
        };
    }

    /// Whether it has anything for a channel.
    default boolean offers(Channel channel) {
        return switch (this) {
            case Plain _, Stored _ -> true;
            case Modules(Map<Channel, Module> modules) -> modules.containsKey(channel);
            case Email _ -> channel == Channel.EMAIL;
            case Push _ -> channel == Channel.PUSH;
        };
    }

    /// The text template this content offers to a channel; empty when it has nothing for it.
    default Optional<String> textFor(Channel channel) {
        return switch (this) {
            case Plain(Optional<String> text, List<URI> _) -> text;
            case Stored _, Email _, Push _ -> Optional.empty();
            case Modules(Map<Channel, Module> modules) ->
                    Optional.ofNullable(modules.get(channel)).flatMap(Module::text);
        };
    }
}
