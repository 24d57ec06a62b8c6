package io.posthorn.channel.simulator;

import java.time.Duration;
import java.util.Optional;

/// What the carrier does with one submit. Times count from its arrival.
sealed interface Verdict {

    /// Never answered; no phone gets it.
    record Ignore() implements Verdict {}

    /// Too fast.
    record Throttle(Duration answer, Optional<Duration> retryAfter) implements Verdict {}

    record Refuse(Duration answer, Refusal why) implements Verdict {}

    /// Taken. The message ends `fate` after `end`; `receipts` times (0 to 2) that is reported.
    record Accept(Duration answer, Duration end, Fate fate, int receipts) implements Verdict {}

    /// When the answer is due; empty: never.
    default Optional<Duration> answerAfter() {
        return switch (this) {
            case Ignore _ -> Optional.empty();
            case Throttle(Duration answer, Optional<Duration> _) -> Optional.of(answer);
            case Refuse(Duration answer, Refusal _) -> Optional.of(answer);
            case Accept accept -> Optional.of(accept.answer);
        };
    }
}
