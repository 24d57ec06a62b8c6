package io.posthorn.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a connector may answer to one submit: one case for each thing the caller does next.
///
/// `upstream` is the carrier's answer: its code as [OutcomeTable] writes codes, then whatever else
/// it said that is no part of the message (`SMPP 0x00000008 ESME_RSYSERR`); without a code, what
/// happened.
public sealed interface Outcome {

    /// The carrier has it. One receipt key per part, in the form the connector will look receipts
    /// up by.
    record Accepted(List<String> receiptKeys) implements Outcome {}

    /// Too fast; not the message's fault. Nothing was taken.
    record Throttled(Optional<Duration> retryAfter, String upstream) implements Outcome {}

    /// Nothing left us: the connection was down before the first byte. Costs the message nothing.
    record NotSent(String upstream) implements Outcome {}

    /// The carrier was asked, surely does not have it and cannot take it now; another sender may.
    record Unreachable(String upstream) implements Outcome {}

    /// This sender cannot send at all until somebody acts: wrong password, number not owned.
    record SenderBroken(String upstream) implements Outcome {}

    /// The carrier will not take this message from anybody, for the reason in `scope`.
    record Refused(Scope scope, String upstream) implements Outcome {}

    /// The carrier might have it: written without an answer.
    record Unknown(String upstream) implements Outcome {}

    /// What exactly a refusal is about.
    enum Scope {
        OPTED_OUT,
        PAIR_RATE,
        CHANNEL,
        WINDOW,
        CONTENT,
        DESTINATION,
        EXPIRED
    }

    /// The carrier's answer as it came; empty when it took the message.
    default String upstream() {
        return switch (this) {
            case Accepted _ -> "";
            case Throttled(Optional<Duration> _, String upstream) -> upstream;
            case NotSent(String upstream) -> upstream;
            case Unreachable(String upstream) -> upstream;
            case SenderBroken(String upstream) -> upstream;
            case Refused(Scope _, String upstream) -> upstream;
            case Unknown(String upstream) -> upstream;
        };
    }

    default OutcomeClass outcomeClass() {
        return switch (this) {
            case Accepted _ -> OutcomeClass.T0_ACCEPTED;
            case Throttled _ -> OutcomeClass.T1_THROTTLED;
            case NotSent _, Unreachable _ -> OutcomeClass.T2_TRANSIENT;
            case SenderBroken _ -> OutcomeClass.T3_SENDER;
            case Refused(Scope scope, String _) ->
                    switch (scope) {
                        case OPTED_OUT, PAIR_RATE, WINDOW -> OutcomeClass.T4_PAIR;
                        case CHANNEL -> OutcomeClass.T5_CHANNEL;
                        case CONTENT -> OutcomeClass.T6_CONTENT;
                        case DESTINATION -> OutcomeClass.T7_DESTINATION;
                        case EXPIRED -> OutcomeClass.T8_EXPIRED;
                    };
            case Unknown _ -> OutcomeClass.T9_UNKNOWN;
        };
    }
}
