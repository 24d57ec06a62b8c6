package io.posthorn.message;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// What is to be shown, whatever the channel: one card, or what is said and cards to leaf through.
record Display(Card card, List<Card> carousel) {

    Display {
        carousel = List.copyOf(carousel);
    }

    static Display of(String text, List<URI> media) {
        return new Display(Card.of(text, media), List.of());
    }

    static Display of(Card card) {
        return new Display(card, List.of());
    }

    /// The same as one card without anything to tap: the cards below one another, their media as
    /// links, the answers of all numbered through.
    Card flat() {
        Card.Numbered actions = new Card.Numbered();
        List<String> blocks = new ArrayList<>();
        blocks.add(block(card, actions, List.of()));
        carousel.forEach(each -> blocks.add(block(each, actions, each.media())));
        String text = String.join("\n\n", blocks.stream().filter(b -> !b.isEmpty()).toList());
        return Card.of(text, card.media());
    }

    private static String block(Card card, Card.Numbered numbered, List<URI> links) {
        int before = numbered.lines().size();
        card.actions().forEach(numbered::add);
        List<String> own = numbered.lines().subList(before, numbered.lines().size());
        return Lines.joined(
                card.title(),
                card.text(),
                Lines.links(links),
                Lines.joined(own.toArray(String[]::new)));
    }
}
