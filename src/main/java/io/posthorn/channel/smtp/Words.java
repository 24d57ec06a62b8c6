package io.posthorn.channel.smtp;

import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an email says. A text that was made for every channel has its first line as subject.
record Words(
        Optional<String> fromName,
        String subject,
        String text,
        Optional<String> html,
        List<Content.Attachment> attachments) {

    private static final int SUBJECT_MAX = 200; // characters of a first line

    static Words of(Submit submit) throws Unsendable {
        return switch (submit.content()) {
            case Content.Email email ->
                    new Words(
                            email.fromName().or(submit::fromName),
                            email.subject(),
                            email.text().orElseGet(() -> HtmlText.of(email.html())),
                            Optional.of(email.html()),
                            email.attachments());
            case Content.Plain(Optional<String> _, List<URI> media) -> plain(submit, media);
            case Content.Stored _, Content.Push _ -> plain(submit, List.of());
            case Content.Modules(Map<Channel, Content.Module> _) -> plain(submit, List.of());
        };
    }

    private static Words plain(Submit submit, List<URI> media) throws Unsendable {
        String text =
                Stream.concat(
                                Stream.of(submit.text()).filter(words -> !words.isBlank()),
                                media.stream().map(URI::toString))
                        .collect(Collectors.joining("\n\n"));
        if (text.isEmpty()) {
            throw new Unsendable(
                    new Outcome.Refused(Outcome.Scope.CONTENT, "there is nothing to send"));
        }
        String first = text.strip().lines().findFirst().orElse("");
        String subject = first.length() > SUBJECT_MAX ? first.substring(0, SUBJECT_MAX) : first;
        return new Words(submit.fromName(), subject, text, Optional.empty(), List.of());
    }

    @Override
    public String toString() {
        return "Words[" + attachments.size() + " attachments]"; // a body never reaches a log
    }
}
