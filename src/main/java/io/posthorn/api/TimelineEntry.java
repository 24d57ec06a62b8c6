package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.Decision;
import io.posthorn.message.Message;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.SenderId;
import io.posthorn.message.Status;
import io.posthorn.message.Waiting;
import io.posthorn.message.WaitingReason;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One thing that happened to a message.
///
/// @param at left out where only its place among the others is known: the answer to an attempt that
///   an earlier version made
/// @param attempt the attempt it is about
/// @param decision why this sender was chosen and others were not
/// @param status the status it brought the attempt to, or without an attempt the message
/// @param outcome the class of what the carrier said
record TimelineEntry(
        Step step,
        @JsonInclude(Include.NON_ABSENT) Optional<Instant> at,
        @JsonInclude(Include.NON_ABSENT) Optional<Try> attempt,
        @JsonInclude(Include.NON_ABSENT) Optional<JsonNode> decision,
        @JsonInclude(Include.NON_ABSENT) Optional<Status> status,
        @JsonInclude(Include.NON_ABSENT) Optional<OutcomeClass> outcome,
        @JsonInclude(Include.NON_ABSENT) Optional<MessageView.ErrorView> error,
        @JsonInclude(Include.NON_ABSENT) Optional<WaitingReason> waitingReason,
        @JsonInclude(Include.NON_ABSENT) Optional<Instant> waitingUntil) {

    /// What happened.
    enum Step {
        ACCEPTED,
        SCHEDULED,
        RECEIVED,
        FALLBACK,
        DECIDED,
        SUBMITTED,
        ANSWERED,
        RECEIPT,
        WAITING,
        CANCELED,
        ENDED
    }

    /// @param possibleDuplicate the phone may have got the message before
    record Try(int number, Channel channel, SenderId senderId, boolean possibleDuplicate) {

        static Try of(Attempt attempt) {
            return new Try(
                    attempt.number(),
                    attempt.step().channel(),
                    attempt.sender(),
                    attempt.possibleDuplicate());
        }
    }

    /// What somebody said of it.
    private record Told(
            Optional<Status> status,
            Optional<OutcomeClass> outcome,
            Optional<MessageView.ErrorView> error) {

        static final Told NOTHING = new Told(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static TimelineEntry of(
            Step step,
            Optional<Instant> at,
            Optional<Attempt> attempt,
            Told told,
            Optional<JsonNode> decision,
            Optional<Waiting> waiting) {
        return new TimelineEntry(
                step,
                at,
                attempt.map(Try::of),
                decision,
                told.status,
                told.outcome,
                told.error,
                waiting.map(Waiting::reason),
                waiting.flatMap(Waiting::until));
    }

    static TimelineEntry at(Step step, Instant at) {
        return of(
                step,
                Optional.of(at),
                Optional.empty(),
                Told.NOTHING,
                Optional.empty(),
                Optional.empty());
    }

    static TimelineEntry waiting(Step step, Instant at, Waiting waiting) {
        return of(
                step,
                Optional.of(at),
                Optional.empty(),
                Told.NOTHING,
                Optional.empty(),
                Optional.of(waiting));
    }

    /// At the beginning of an attempt.
    static TimelineEntry of(Step step, Attempt attempt) {
        return of(
                step,
                Optional.of(attempt.at()),
                Optional.of(attempt),
                Told.NOTHING,
                Optional.empty(),
                Optional.empty());
    }

    static TimelineEntry decided(Attempt attempt, Decision decision) {
        return of(
                Step.DECIDED,
                Optional.of(attempt.at()),
                Optional.of(attempt),
                Told.NOTHING,
                Optional.of(Json.read(decision.record())),
                Optional.empty());
    }

    /// The carrier took it.
    static TimelineEntry taken(Attempt attempt) {
        Told taken =
                new Told(
                        Optional.of(Status.SENT),
                        Optional.of(OutcomeClass.T0_ACCEPTED),
                        Optional.empty());
        return of(
                Step.ANSWERED,
                attempt.acceptedAt(),
                Optional.of(attempt),
                taken,
                Optional.empty(),
                Optional.empty());
    }

    /// How the attempt stands by what was said last.
    static TimelineEntry told(Step step, Attempt attempt, Links links) {
        Told told =
                new Told(
                        Optional.of(attempt.status()),
                        attempt.outcome(),
                        attempt.failure().map(failure -> MessageView.ErrorView.of(failure, links)));
        return of(
                step,
                Optional.of(attempt.updatedAt()),
                Optional.of(attempt),
                told,
                Optional.empty(),
                Optional.empty());
    }

    static TimelineEntry ended(Step step, Instant at, Message message, Links links) {
        Told told =
                new Told(
                        Optional.of(message.state().status()),
                        Optional.empty(),
                        MessageView.failure(message.state())
                                .map(failure -> MessageView.ErrorView.of(failure, links)));
        return of(
                step, Optional.of(at), Optional.empty(), told, Optional.empty(), Optional.empty());
    }
}
