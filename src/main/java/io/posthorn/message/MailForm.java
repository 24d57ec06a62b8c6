package io.posthorn.message;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An email made of what is to be shown: plain HTML, and the same as text.
final class MailForm {

    private static final int SUBJECT = 78; // RFC 5322 section 2.1.1: a line is best this long

    private MailForm() {}

    static Content.Email of(Display display) {
        Card flat = display.flat();
        String html =
                html(display.card())
                        + display.carousel().stream()
                                .map(card -> "<hr>\n" + html(card))
                                .collect(Collectors.joining());
        return new Content.Email(
                Optional.empty(),
                subject(display, flat),
                html,
                Optional.of(Lines.joined(flat.text(), Lines.links(flat.media()))),
                List.of());
    }

    /// The title, else the beginning of the text, which the mail has whole.
    private static String subject(Display display, Card flat) {
        String first =
                Lines.joined(display.card().title(), flat.text(), Lines.links(flat.media()))
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("")
                        .strip();
        if (first.length() <= SUBJECT) {
            return first;
        }
        int end = first.offsetByCodePoints(0, first.codePointCount(0, SUBJECT - 1));
        int word = first.lastIndexOf(' ', end);
        return first.substring(0, word > 0 ? word : end) + "…";
    }

    private static String html(Card card) {
        StringBuilder html = new StringBuilder();
        if (!card.title().isEmpty()) {
            html.append("<h1>").append(escaped(card.title())).append("</h1>\n");
        }
        card.text()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> html.append("<p>").append(escaped(line)).append("</p>\n"));
        card.media().forEach(url -> html.append("<p>").append(medium(url)).append("</p>\n"));
        card.actions().forEach(act -> html.append("<p>").append(action(act)).append("</p>\n"));
        return html.toString();
    }

    private static String medium(URI url) {
        String address = escaped(url.toString());
        boolean seen =
                switch (MediaKind.of(url)) {
                    case IMAGE, UNKNOWN -> true;
                    case VIDEO, FILE -> false;
                };
        if (!seen) {
            return "<a href=\"" + address + "\">" + address + "</a>";
        }
        return "<a href=\""
                + address
                + "\"><img src=\""
                + address
                + "\" alt=\""
                + address
                + "\"></a>";
    }

    private static String action(Action action) {
        return switch (action) {
            case Action.Link(String title, String url) when WebUrl.parse(url).isPresent() ->
                    "<a href=\"" + escaped(url) + "\">" + escaped(title) + "</a>";
            case Action.Call(String title, String phone) ->
                    "<a href=\"tel:" + escaped(phone) + "\">" + escaped(title) + "</a>";
            case Action.Reply(String title, String _) -> escaped(title);
            case Action.Link _, Action.Other _ -> escaped(action.line(0));
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
