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

    /// The content of one recipient for one channel: the texts of its module have their values.
    /// Plain text stays a template, because text is rendered apart.
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
        };
    }

    /// Whether it has anything for a channel. Plain and stored content is for all of them.
    default boolean offers(Channel channel) {
        return switch (this) {
            case Plain _, Stored _ -> true;
            case Modules(Map<Channel, Module> modules) -> modules.containsKey(channel);
        };
    }

    /// The text template this content offers to a channel; empty when it has nothing for it.
    default Optional<String> textFor(Channel channel) {
        return switch (this) {
            case Plain(Optional<String> text, List<URI> _) -> text;
            case Stored _ -> Optional.empty();
            case Modules(Map<Channel, Module> modules) ->
                    Optional.ofNullable(modules.get(channel)).flatMap(Module::text);
        };
    }
}
