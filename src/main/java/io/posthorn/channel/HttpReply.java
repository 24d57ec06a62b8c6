package io.posthorn.channel;

import io.posthorn.message.Meaning;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeTable;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What came of one HTTP request to a provider. The question is always: might it have arrived?
public sealed interface HttpReply {

    /// The provider answered, with anything.
    record Answered(int status, HttpHeaders headers, String body) implements HttpReply {

        /// 2xx.
        public boolean ok() {
            return status / 100 == 2;
        }

        /// How long to wait (RFC 9110 section 10.2.3: seconds, or a date).
        public Optional<Duration> retryAfter(Instant now) {
            return headers.firstValue("Retry-After").flatMap(value -> duration(value.strip(), now));
        }

        /// What a bad answer means by its status alone.
        public Outcome byStatus(String upstream, Instant now) {
            return meaning().outcome(upstream, retryAfter(now));
        }

        /// What a bad answer means by a code of the provider's own.
        public Outcome byCode(String code, Instant now) {
            return OutcomeTable.meaning(code)
                    .orElseGet(this::meaning)
                    .outcome(code, retryAfter(now));
        }

        private Meaning meaning() {
            return OutcomeTable.meaning("HTTP " + status).orElse(Meaning.TRANSIENT);
        }

        private static Optional<Duration> duration(String text, Instant now) {
            if (text.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
                return Optional.of(Duration.between(now, at)).filter(Duration::isPositive);
            } catch (DateTimeException notADate) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "Answered[" + status + "]"; // a body may quote the message
        }
    }

    /// Not a byte of it left.
    record NeverSent(String why) implements HttpReply {}

    /// It may have arrived; no answer tells.
    record Unanswered(String why) implements HttpReply {}
}
