package io.posthorn.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A notification made of what is to be shown: a title, and all else as text.
final class PushForm {

    /// Octets of title and body; what FCM and APNs take is 4,096 with everything around them.
    private static final int LARGEST = 3_500;

    private PushForm() {}

    static Content.Push of(Display display) {
        String title = display.card().title();
        Card flat = new Display(untitled(display.card()), display.carousel()).flat();
        String body = Lines.joined(flat.text(), Lines.links(flat.media()));
        if (body.isBlank()) {
            body = title;
            title = "";
        }
        int octets = (title + body).getBytes(StandardCharsets.UTF_8).length;
        if (octets > LARGEST) {
            throw new Rendition.Unshowable(
                    "the notification has " + octets + " octets, " + LARGEST + " are possible");
        }
        if (body.isBlank()) {
            throw new Rendition.Unshowable("there is no text for PUSH");
        }
        return new Content.Push(
                Optional.of(title).filter(text -> !text.isEmpty()),
                body,
                Content.Urgency.HIGH,
                Optional.empty());
    }

    private static Card untitled(Card card) {
        return new Card("", card.text(), card.media(), card.actions());
    }
}
