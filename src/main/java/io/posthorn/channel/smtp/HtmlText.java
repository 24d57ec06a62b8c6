package io.posthorn.channel.smtp;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// What somebody reads of HTML who sees text only: its words in their lines, and where links lead.
final class HtmlText implements NodeVisitor {
    private static final Set<String> APART =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote");

    private final StringBuilder text = new StringBuilder();

    private HtmlText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select("head, script, style, template, noscript").remove();
        HtmlText reader = new HtmlText();
        document.body().traverse(reader);
        return reader.text
                .toString()
                .replaceAll(" *\n *", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            say(words.text());
        } else if (node instanceof Element element) {
            begin(element);
        }
    }

    private void begin(Element element) {
        switch (element.normalName()) {
            case "br" -> text.append('\n');
            case "li" -> {
                ownLine();
                text.append("- ");
            }
            case "td", "th" -> say(" ");
            case "img" -> say(element.attr("alt"));
            default -> part(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            switch (element.normalName()) {
                case "a" -> where(element);
                case "td", "th" -> {} // the next one begins with a space
                default -> part(element);
            }
        }
    }

    private void part(Element element) {
        if (APART.contains(element.normalName())) {
            text.append("\n\n");
        } else if (element.isBlock()) {
            ownLine();
        }
    }

    private void ownLine() {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }

    private void where(Element link) {
        String address = link.attr("href").strip();
        boolean leads = address.toLowerCase(Locale.ROOT).matches("(https?|mailto|tel):.+");
        if (leads && !link.text().equals(address)) {
            say(" (" + address + ")");
        }
    }

    private void say(String words) {
        boolean spaced = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
        text.append(spaced ? words.stripLeading() : words);
    }
}
