package io.posthorn.channel.simulator;

import java.util.List;

/// What a phone shows of a message.
///
/// @param text its words, empty where it has none
/// @param content the whole of it, as JSON of the provider's own; empty for what is text and
///   nothing else
/// @param suggestions what can be tapped
public record Screen(String text, String content, List<Suggestion> suggestions) {

    public Screen {
        suggestions = List.copyOf(suggestions);
    }

    /// Text and nothing else.
    public static Screen of(String text) {
        return new Screen(text, "", List.of());
    }

    @Override
    public String toString() {
        return "Screen"; // a body never reaches a log
    }
}
