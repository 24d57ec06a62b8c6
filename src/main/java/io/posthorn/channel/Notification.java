package io.posthorn.channel;

import io.posthorn.message.Content;
import java.util.Optional;

/// What a device shows, made of a message's content.
///
/// @param sound by the name its app knows; empty: its default
public record Notification(
        Optional<String> title, String body, Content.Urgency urgency, Optional<String> sound) {

    /// Empty when the content has nothing a device could show.
    public static Optional<Notification> of(Submit submit) {
        return switch (submit.content()) {
            case Content.Push(var title, var body, var urgency, var sound) ->
                    Optional.of(new Notification(title, body, urgency, sound));
            case Content.Plain _ ->
                    Optional.of(submit.text())
                            .filter(text -> !text.isEmpty())
                            .map(Notification::plain);
            case Content.Stored _, Content.Modules _, Content.Email _ -> Optional.empty();
        };
    }

    private static Notification plain(String text) {
        return new Notification(Optional.empty(), text, Content.Urgency.HIGH, Optional.empty());
    }

    @Override
    public String toString() {
        return "Notification[" + urgency + "]"; // a body never reaches a log
    }
}
