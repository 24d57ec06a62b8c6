package io.posthorn.message;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What is shown together, whatever the channel.
///
/// @param title empty: none
/// @param text empty: none
record Card(String title, String text, List<URI> media, List<Action> actions) {

    Card {
        media = List.copyOf(media);
        actions = List.copyOf(actions);
    }

    static Card of(String text, List<URI> media) {
        return new Card("", text, media, List.of());
    }

    /// The same card where only `fitting` actions can be tapped, the first `max` of them: the
    /// others are written below the text.
    Card spelled(Predicate<Action> fitting, int max) {
        List<Action> tappable = new ArrayList<>();
        Numbered lines = new Numbered();
        for (Action action : actions) {
            if (tappable.size() < max && fitting.test(action)) {
                tappable.add(action);
            } else {
                lines.add(action);
            }
        }
        return new Card(title, Lines.joined(text, lines.joined()), media, tappable);
    }

    /// The same card with the title as the first line of its text.
    Card titledInText() {
        return new Card("", Lines.joined(title, text), media, actions);
    }

    /// The same card with `count` media; links to the others are written below the text.
    Card withMedia(int count) {
        if (media.size() <= count) {
            return this;
        }
        String links = Lines.links(media.subList(count, media.size()));
        return new Card(title, Lines.joined(text, links), media.subList(0, count), actions);
    }

    Card withText(String other) {
        return new Card(title, other, media, actions);
    }

    /// Actions as lines, the answers among them numbered.
    static final class Numbered {
        private final List<String> lines = new ArrayList<>();
        private int answers;

        void add(Action action) {
            if (action instanceof Action.Reply) {
                answers++;
            }
            lines.add(action.line(answers));
        }

        List<String> lines() {
            return lines;
        }

        String joined() {
            return Lines.joined(lines.toArray(String[]::new));
        }
    }
}
