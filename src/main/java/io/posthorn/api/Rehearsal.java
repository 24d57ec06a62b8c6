package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Recipient;
import io.posthorn.message.Rendition;
import io.posthorn.message.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The templates of a content, filled for each recipient before anything is promised to anybody.
final class Rehearsal {

    /// A template, and what has to be true of what it makes.
    private record Line(String name, Template template, Rule rule) {}

    @FunctionalInterface
    private interface Rule {
        void check(String name, String rendered, Place at, Findings findings);
    }

    private final Content content;
    private final List<Line> lines;

    private Rehearsal(Content content, List<Line> lines) {
        this.content = content;
        this.lines = lines;
    }

    static Rehearsal of(Content content) {
        return new Rehearsal(
                content,
                switch (content) {
                    case Content.Email email -> lines(email);
                    case Content.Push push -> lines(push);
                    case Content.Plain _, Content.Stored _, Content.Modules _ ->
                            linesOfTexts(content);
                });
    }

    private static List<Line> linesOfTexts(Content content) {
        Set<String> texts = new LinkedHashSet<>();
        for (Channel channel : Channel.values()) {
            content.textFor(channel).ifPresent(texts::add);
        }
        List<Line> lines = new ArrayList<>();
        texts.forEach(text -> add(lines, "the text", text, Rehearsal::checkText));
        return lines;
    }

    private static List<Line> lines(Content.Email email) {
        List<Line> lines = new ArrayList<>();
        Optional<String> from = email.fromName();
        from.ifPresent(name -> add(lines, "from.name", name, Rehearsal::checkOneLine));
        add(lines, "the subject", email.subject(), Rehearsal::checkSubject);
        add(lines, "the html", email.html(), Rehearsal::checkSomething);
        email.text().ifPresent(text -> add(lines, "the text", text, (_, _, _, _) -> {}));
        return lines;
    }

    private static List<Line> lines(Content.Push push) {
        List<Line> lines = new ArrayList<>();
        push.title().ifPresent(title -> add(lines, "the title", title, Rehearsal::checkSomething));
        add(lines, "the body", push.body(), Rehearsal::checkText);
        return lines;
    }

    /// What has nothing to fill in was looked at already.
    private static void add(List<Line> lines, String name, String text, Rule rule) {
        if (Template.isTemplated(text)) {
            lines.add(new Line(name, Template.parse(text), rule));
        }
    }

    private static void checkText(String name, String text, Place at, Findings findings) {
        checkSomething(name, text, at, findings);
        checkLength(Code.TEXT_TOO_LONG, name, text, Contents.MAX_TEXT, at, findings);
    }

    private static void checkSubject(String name, String text, Place at, Findings findings) {
        checkSomething(name, text, at, findings);
        checkOneLine(name, text, at, findings);
        checkLength(Code.TOO_LONG, name, text, EmailContents.MAX_LINE, at, findings);
    }

    private static void checkSomething(String name, String text, Place at, Findings findings) {
        if (text.isBlank()) {
            findings.add(Code.BODY_REQUIRED, name + " is empty with these variables", at);
        }
    }

    private static void checkOneLine(String name, String text, Place at, Findings findings) {
        if (text.lines().limit(2).count() > 1) {
            findings.add(name + " has several lines with these variables", at);
        }
    }

    private static void checkLength(
            Code code, String name, String text, int max, Place at, Findings findings) {
        if (text.length() > max) {
            findings.add(
                    code, name + " has " + text.length() + " characters with these variables", at);
        }
    }

    /// Notes what is wrong with the content for this recipient.
    ///
    /// @param at his variables
    void with(Recipient recipient, Place at, Findings findings) {
        for (Line line : lines) {
            try {
                String rendered = line.template.render(recipient.variables());
                line.rule.check(line.name, rendered, at, findings);
            } catch (Template.Unrenderable unrenderable) {
                findings.add("Liquid: " + unrenderable.getMessage(), at);
            }
        }
        if (content instanceof Content.Stored stored) {
            fill(stored, recipient, at, findings);
        }
    }

    /// SMS takes whatever there is room for, so what it cannot show is wrong everywhere.
    private static void fill(
            Content.Stored stored, Recipient recipient, Place at, Findings findings) {
        Set<String> missing = stored.missing(recipient.variables());
        if (!missing.isEmpty()) {
            findings.add(
                    Code.INVALID_CONTENT_VARIABLES,
                    "the template has no default for " + String.join(", ", missing),
                    at);
        } else if (stored.offers(Channel.SMS)) {
            try {
                Rendition.of(stored, Channel.SMS, recipient.variables());
            } catch (Rendition.Unshowable unshowable) {
                findings.add(
                        Code.INVALID_CONTENT_VARIABLES,
                        "with these variables " + unshowable.reason(),
                        at);
            }
        }
    }
}
