package io.posthorn.message;

import io.posthorn.message.Outcome.Scope;
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
    /// The provider lets this sender answer this recipient only, and he has not written lately.
    WINDOW,
    /// There is no such recipient.
    DESTINATION,
    /// Its time was over.
    EXPIRED,
    /// The provider may have it.
    UNKNOWN;

    /// What a pool means by a class; T0 is none.
    public static Meaning of(OutcomeClass outcome) {
        return switch (outcome) {
            case T0_ACCEPTED -> throw new IllegalArgumentException("an answer that is no refusal");
            case T1_THROTTLED -> THROTTLED;
            case T2_TRANSIENT -> TRANSIENT;
            case T3_SENDER -> SENDER;
            case T4_PAIR -> OPTED_OUT;
            case T5_CHANNEL -> CHANNEL;
            case T6_CONTENT -> CONTENT;
            case T7_DESTINATION -> DESTINATION;
            case T8_EXPIRED -> EXPIRED;
            case T9_UNKNOWN -> UNKNOWN;
        };
    }

    /// Of an answer with such a code. `upstream` is what the provider wrote, never the message.
    public Outcome outcome(String upstream, Optional<Duration> retryAfter) {
        return switch (this) {
            case THROTTLED -> new Outcome.Throttled(retryAfter, upstream);
            case TRANSIENT -> new Outcome.Unreachable(upstream);
            case SENDER -> new Outcome.SenderBroken(upstream);
            case OPTED_OUT -> new Outcome.Refused(Scope.OPTED_OUT, upstream);
            case PAIR_RATE -> new Outcome.Refused(Scope.PAIR_RATE, upstream);
            case CHANNEL -> new Outcome.Refused(Scope.CHANNEL, upstream);
            case WINDOW -> new Outcome.Refused(Scope.WINDOW, upstream);
            case EXPIRED -> new Outcome.Refused(Scope.EXPIRED, upstream);
            case CONTENT -> new Outcome.Refused(Scope.CONTENT, upstream);
            case DESTINATION -> new Outcome.Refused(Scope.DESTINATION, upstream);
            case UNKNOWN -> new Outcome.Unknown(upstream);
        };
    }

    /// Of a receipt with such a code.
    public Fact.Report report(String upstream) {
        Outcome outcome = outcome(upstream, Optional.empty());
        return new Fact.Report(
                Status.UNDELIVERED, Optional.of(Failures.of(outcome)), outcome.outcomeClass());
    }

    /// Of a receipt with good news.
    public static Fact.Report reached(Status status) {
        return new Fact.Report(status, Optional.empty(), OutcomeClass.T0_ACCEPTED);
    }
}
