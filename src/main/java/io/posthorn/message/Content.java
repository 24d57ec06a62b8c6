package io.posthorn.message;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is to be said, before personalization. Strings are Liquid templates.
public sealed interface Content {

    /// Simple content: text, media or both.
    record Plain(Optional<String> text, List<URI> media) implements Content {}

    /// A stored content template (`HX…`) as it was when it was used, filled by [Slots].
    ///
    /// @param types its forms, see [ContentTemplate]
    record Stored(String contentId, Map<String, String> defaults, String types) implements Content {

        public Stored {
            defaults = Map.copyOf(defaults);
        }

        /// The slots for which there is no value, with these of a recipient.
        public Set<String> missing(Map<String, String> variables) {
            Set<String> missing = Slots.in(types);
            missing.removeAll(defaults.keySet());
            missing.removeAll(variables.keySet());
            return missing;
        }
    }

    /// Content made for each channel; `json` is kept whole for connectors that understand more than
    /// text.
    record Modules(Map<Channel, Module> modules) implements Content {

        /// What a channel shows; where nothing was made for RCS, that is what was made for SMS.
        Optional<Module> on(Channel channel) {
            Optional<Module> own = Optional.ofNullable(modules.get(channel));
            return channel == Channel.RCS
                    ? own.or(() -> Optional.ofNullable(modules.get(Channel.SMS)))
                    : own;
        }
    }

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

        /// The same without its attachments.
        public Email alone() {
            return new Email(fromName, subject, html, text, List.of());
        }

        private long characters() {
            return attachments.stream().mapToLong(each -> each.base64().length()).sum()
                    + html.length()
                    + text.map(String::length).orElse(0)
                    + subject.length();
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
            implements Content {

        /// With the values of one recipient.
        ///
        /// @throws Template.Unrenderable when these variables make a template fail
        public Push filled(Map<String, String> variables) {
            return new Push(
                    title.map(given -> Template.parse(given).render(variables)),
                    Template.parse(body).render(variables),
                    urgency,
                    sound);
        }
    }

    /// Whether a notification may wake a device.
    enum Urgency {
        HIGH,
        LOW
    }

    /// What was made for one channel.
    ///
    /// @param text the template of what is read first
    record Module(Optional<String> text, String json) {}

    /// About how many characters it holds.
    default long size() {
        return switch (this) {
            case Plain(var text, var media) -> text.map(String::length).orElse(0) + media.size();
            case Stored stored -> stored.types().length();
            case Modules(Map<Channel, Module> modules) ->
                    modules.values().stream().mapToLong(module -> module.json.length()).sum();
            case Email email -> email.characters();
            case Push(var title, var body, _, _) ->
                    title.map(String::length).orElse(0) + body.length();
        };
    }

    static Content text(String text) {
        return new Plain(Optional.of(text), List.of());
    }

    /// Whether it has anything for a channel.
    default boolean offers(Channel channel) {
        return switch (this) {
            case Plain _ -> true;
            case Stored stored -> StoredForms.type(stored, channel).isPresent();
            case Modules modules -> modules.on(channel).isPresent();
            case Email _ -> channel == Channel.EMAIL;
            case Push _ -> channel == Channel.PUSH;
        };
    }

    /// Whether one channel has other words of it than another: ones that were made for it.
    default boolean differs(Channel one, Channel other) {
        return switch (this) {
            case Modules _ -> textFor(one).isEmpty() || !textFor(one).equals(textFor(other));
            case Stored stored ->
                    !StoredForms.type(stored, one).equals(StoredForms.type(stored, other));
            case Plain _, Email _, Push _ -> false;
        };
    }

    /// Whether a channel shows different people different things.
    default boolean personal(Channel channel) {
        return switch (this) {
            case Plain(Optional<String> text, List<URI> _) ->
                    text.filter(Template::isTemplated).isPresent();
            case Stored stored -> !Slots.in(stored.types()).isEmpty();
            case Modules modules ->
                    modules.on(channel).filter(m -> Template.isTemplated(m.json())).isPresent();
            case Email _, Push _ -> true;
        };
    }

    /// The text template this content offers to a channel; empty when it has nothing for it.
    default Optional<String> textFor(Channel channel) {
        return switch (this) {
            case Plain(Optional<String> text, List<URI> _) -> text;
            case Stored _, Email _, Push _ -> Optional.empty();
            case Modules modules -> modules.on(channel).flatMap(Module::text);
        };
    }
}
