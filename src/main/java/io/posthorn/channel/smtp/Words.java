package io.posthorn.channel.smtp;

import io.posthorn.channel.Submit;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import java.util.List;
import java.util.Optional;

/// What an email says.
record Words(
        Optional<String> fromName,
        String subject,
        String text,
        String html,
        List<Content.Attachment> attachments) {

    static Words of(Submit submit) throws Unsendable {
        if (submit.content() instanceof Content.Email email) {
            return new Words(
                    email.fromName().or(submit::fromName),
                    email.subject(),
                    email.text().orElseGet(() -> HtmlText.of(email.html())),
                    email.html(),
                    email.attachments());
        }
        throw new Unsendable(
                new Outcome.Refused(Outcome.Scope.CONTENT, "there is no email to send"));
    }

    @Override
    public String toString() {
        return "Words[" + attachments.size() + " attachments]"; // a body never reaches a log
    }
}
