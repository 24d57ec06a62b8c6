package io.posthorn.api;

import static io.posthorn.api.RcsSuggestions.part;

import io.posthorn.api.RcsSuggestions.Checked;
import io.posthorn.message.RcsRules;
import io.posthorn.message.WebUrl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The grammar of an `rcs` module: Google's AgentContentMessage, as the contract restates it
/// (`comms-api.md` 2.2.1.3), with the limits of RBM's own reference. Checked here, kept as it is
/// for the connector.
final class RichContent {

    private enum Orientation {
        HORIZONTAL,
        VERTICAL
    }

    private enum Alignment {
        LEFT,
        RIGHT
    }

    private enum Height {
        TALL,
        MEDIUM,
        SHORT
    }

    private enum Width {
        SMALL,
        MEDIUM
    }

    private static final Shape<String> FILE_URL =
            new TemplatedShape(
                    Shape.text(1, WebUrl.MAX).then(RichContent::file),
                    "An absolute https URL when filled");

    /// @param height empty: none
    private record Media(Optional<Height> height) {}

    private static final Shape<Media> MEDIA = media();

    /// What rules about a card need to know of it.
    private record Card(boolean worded, Optional<Media> media, boolean suggesting) {

        private boolean tall() {
            return media.flatMap(Media::height).equals(Optional.of(Height.TALL));
        }

        private boolean withoutHeight() {
            return media.isPresent() && media.get().height().isEmpty();
        }
    }

    private static final Shape<Card> CARD = card();

    private static final Shape<Checked> RICH_CARD =
            Shape.oneOf(
                            List.of(
                                    Shape.arm(
                                            "standaloneCard",
                                            part(Field.required("standaloneCard", standalone()))),
                                    Shape.arm(
                                            "carouselCard",
                                            part(Field.required("carouselCard", carousel())))))
                    .named("RcsRichCard");

    static final Shape<JsonNode> SHAPE =
            new VerbatimShape(
                    Shape.oneOf(
                                    List.of(
                                            arm("text", TemplatedShape.text(RcsRules.TEXT)),
                                            arm("media", MEDIA),
                                            arm("richCard", RICH_CARD)))
                            .named("RcsContent"));

    private RichContent() {}

    private static Shape.Arm<Checked> arm(String name, Shape<?> shape) {
        return Shape.arm(
                name,
                part(Field.required(name, shape), RcsSuggestions.upTo(RcsRules.MAX_SUGGESTIONS)));
    }

    private static Shape<Media> media() {
        var height = Field.optional("height", Shape.choice(Height.class));
        return Shape.object(
                        values -> new Media(values.get(height)),
                        Field.required(
                                "contentInfo",
                                part(
                                        Field.required("fileUrl", FILE_URL),
                                        Field.optional("thumbnailUrl", FILE_URL),
                                        Field.optional("forceRefresh", Shape.bool()))),
                        height)
                .named("RcsMedia");
    }

    private static Shape<Card> card() {
        var title = Field.optional("title", TemplatedShape.text(RcsRules.CARD_TITLE));
        var description =
                Field.optional("description", TemplatedShape.text(RcsRules.CARD_DESCRIPTION));
        var media = Field.optional("media", MEDIA);
        var suggestions = RcsSuggestions.upTo(RcsRules.MAX_CARD_SUGGESTIONS);
        return Shape.object(
                        values ->
                                new Card(
                                        values.get(title).isPresent()
                                                || values.get(description).isPresent(),
                                        values.get(media),
                                        values.get(suggestions)
                                                .filter(s -> !s.isEmpty())
                                                .isPresent()),
                        title,
                        description,
                        media,
                        suggestions)
                .named("RcsCardContent")
                .then(RichContent::notEmpty);
    }

    private static @Nullable Card notEmpty(Card card, Place at, Findings findings) {
        if (!card.worded() && card.media().isEmpty()) {
            findings.add("a card must have title, description or media", at);
            return null;
        }
        return card;
    }

    /// @param layout empty: vertical
    private record Standalone(
            Optional<Orientation> layout, Optional<Alignment> alignment, Card card) {

        private boolean horizontal() {
            return layout.equals(Optional.of(Orientation.HORIZONTAL));
        }
    }

    private static Shape<Checked> standalone() {
        var orientation = Field.optional("cardOrientation", Shape.choice(Orientation.class));
        var alignment = Field.optional("thumbnailImageAlignment", Shape.choice(Alignment.class));
        var content = Field.required("cardContent", CARD);
        return Shape.object(
                        values ->
                                new Standalone(
                                        values.get(orientation),
                                        values.get(alignment),
                                        values.get(content)),
                        orientation,
                        alignment,
                        content)
                .then(RichContent::laidOut);
    }

    private static @Nullable Checked laidOut(Standalone card, Place at, Findings findings) {
        Place content = at.property("cardContent");
        if (!card.horizontal() && card.alignment().isPresent()) {
            findings.add(
                    "only a HORIZONTAL card has a thumbnailImageAlignment",
                    at.property("thumbnailImageAlignment"));
            return null;
        }
        if (card.horizontal() && !card.card().worded() && !card.card().suggesting()) {
            findings.add("a HORIZONTAL card must have title, description or suggestions", content);
            return null;
        }
        return card.horizontal() || high(card.card(), content, findings) ? new Checked() : null;
    }

    /// Media above the text of a card say how high they are.
    private static boolean high(Card card, Place at, Findings findings) {
        if (card.withoutHeight()) {
            findings.add(
                    "height is required: only a HORIZONTAL card does without",
                    at.property("media").property("height"));
        }
        return !card.withoutHeight();
    }

    private record Carousel(Optional<Width> width, List<Card> cards) {}

    private static Shape<Checked> carousel() {
        var width = Field.optional("cardWidth", Shape.choice(Width.class));
        var cards =
                Field.required(
                        "cardContents", Shape.list(CARD, RcsRules.MIN_CARDS, RcsRules.MAX_CARDS));
        return Shape.object(
                        values -> new Carousel(values.get(width), values.get(cards)), width, cards)
                .then(RichContent::fits);
    }

    private static @Nullable Checked fits(Carousel carousel, Place at, Findings findings) {
        boolean fits = true;
        for (int i = 0; i < carousel.cards().size(); i++) {
            Card card = carousel.cards().get(i);
            Place place = at.property("cardContents").item(i);
            fits &= high(card, place, findings);
            if (card.tall() && carousel.width().equals(Optional.of(Width.SMALL))) {
                findings.add(
                        "TALL media do not fit SMALL cards",
                        place.property("media").property("height"));
                fits = false;
            }
        }
        return fits ? new Checked() : null;
    }

    private static @Nullable String file(String text, Place at, Findings findings) {
        if (WebUrl.parseSecure(text).isEmpty()) {
            findings.add(Code.INVALID_MEDIA_URL, at.label() + " must be an absolute https URL", at);
            return null;
        }
        return text;
    }
}
