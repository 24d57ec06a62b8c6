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

    record Module(Optional<String> text, String json) {}

    static Content text(String text) {
        return new Plain(Optional.of(text), List.of());
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
