package io.posthorn.channel;

import io.posthorn.message.Fact;
import io.posthorn.message.Failures;
import io.posthorn.message.Outcome;
import io.posthorn.message.Outcome.Scope;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Status;
import java.time.Duration;
import java.util.Optional;

/// What a provider's code means for a message, whoever the provider is. Each provider's table of
/// codes ends here, so that all of them are acted on alike (`routing.md` section 7).
public enum Meaning {
    /// Too fast.
    THROTTLED,
    /// The provider cannot now; another may.
    TRANSIENT,
    /// The sender cannot send at all.
    SENDER,
    /// The recipient wants nothing from this sender.
    OPTED_OUT,
    /// Too much between this sender and this recipient.
    PAIR_RATE,
    /// The recipient cannot be reached this way.
    CHANNEL,
    /// Not these words.
    CONTENT,
    /// There is no such recipient.
    DESTINATION,
    /// Its time was over.
    EXPIRED;

    /// Of an answer with such a code. `upstream` is what the provider wrote, never the message.
    public Outcome outcome(String upstream, Optional<Duration> retryAfter) {
        return switch (this) {
            case THROTTLED -> new Outcome.Throttled(retryAfter, upstream);
            case TRANSIENT -> new Outcome.Unreachable(upstream);
            case SENDER -> new Outcome.SenderBroken(upstream);
            case OPTED_OUT -> new Outcome.Refused(Scope.OPTED_OUT, upstream);
            case PAIR_RATE -> new Outcome.Refused(Scope.PAIR_RATE, upstream);
            case CHANNEL, EXPIRED -> new Outcome.Refused(Scope.CHANNEL, upstream);
            case CONTENT -> new Outcome.Refused(Scope.CONTENT, upstream);
            case DESTINATION -> new Outcome.Refused(Scope.DESTINATION, upstream);
        };
    }

    /// Of a receipt with such a code.
    public Fact.Report report(String upstream) {
        Outcome outcome = outcome(upstream, Optional.empty());
        OutcomeClass found = this == EXPIRED ? OutcomeClass.T8_EXPIRED : outcome.outcomeClass();
        return new Fact.Report(Status.UNDELIVERED, Optional.of(Failures.of(outcome)), found);
    }

    /// Of a receipt with good news.
    public static Fact.Report reached(Status status) {
        return new Fact.Report(status, Optional.empty(), OutcomeClass.T0_ACCEPTED);
    }
}
