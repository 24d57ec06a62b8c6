package io.posthorn.channel.http;

import io.posthorn.channel.HttpReply;
import io.posthorn.message.Meaning;
import io.posthorn.message.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads the answer to one message.
///
/// @param id empty: the provider gives none, its receipts are not used
record AnswerRules(
        Optional<Condition> success,
        Optional<Condition> throttled,
        Optional<Selector> id,
        Optional<Selector> error,
        Vocabulary errors) {

    Outcome outcome(HttpReply.Answered answer, Instant now) {
        Document document = Document.of(answer.body());
        Optional<String> code = error.flatMap(selector -> selector.find(document));
        String upstream = upstream(answer, code);
        if (holds(throttled, document)) {
            return Meaning.THROTTLED.outcome(upstream, answer.retryAfter(now));
        }
        if (answer.ok()) {
            return success.map(condition -> condition.test(document))
                    .orElse(Optional.of(true))
                    .map(yes -> yes ? accepted(document) : refused(code, upstream, answer, now))
                    .orElseGet(() -> unreadable(code, upstream, answer, now));
        }
        return code.flatMap(errors::refusal)
                .map(meaning -> meaning.outcome(upstream, answer.retryAfter(now)))
                .orElseGet(() -> answer.byStatus(upstream, now));
    }

    private static boolean holds(Optional<Condition> condition, Document document) {
        return condition.flatMap(asked -> asked.test(document)).orElse(false);
    }

    private Outcome accepted(Document document) {
        if (id.isEmpty()) {
            return new Outcome.Accepted(List.of());
        }
        return id.get()
                .find(document)
                .<Outcome>map(key -> new Outcome.Accepted(List.of(key)))
                .orElseGet(() -> new Outcome.Unknown("the answer has no message id"));
    }

    private Outcome refused(
            Optional<String> code, String upstream, HttpReply.Answered answer, Instant now) {
        return code.flatMap(errors::refusal)
                .orElse(Meaning.CONTENT)
                .outcome(upstream, answer.retryAfter(now));
    }

    /// Neither yes nor no, unless it has a code we know.
    private Outcome unreadable(
            Optional<String> code, String upstream, HttpReply.Answered answer, Instant now) {
        return code.flatMap(errors::refusal)
                .map(meaning -> meaning.outcome(upstream, answer.retryAfter(now)))
                .orElseGet(() -> new Outcome.Unknown("an answer that cannot be read: " + upstream));
    }

    private static String upstream(HttpReply.Answered answer, Optional<String> code) {
        String status = "HTTP " + answer.status();
        return code.map(value -> status + " " + Vocabulary.shown(value)).orElse(status);
    }
}
