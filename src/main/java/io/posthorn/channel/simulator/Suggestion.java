package io.posthorn.channel.simulator;

/// Something on a phone that can be tapped to answer.
///
/// @param text what it says
/// @param postbackData what the sender is told when it is tapped
public record Suggestion(Kind kind, String text, String postbackData) {

    public enum Kind {
        /// Answers with its text.
        REPLY,
        /// Opens something, and tells the sender.
        ACTION,
        /// One of a list.
        ROW,
        /// A quick reply of a template.
        TEMPLATE
    }
}
