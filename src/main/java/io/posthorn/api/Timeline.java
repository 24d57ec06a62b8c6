package io.posthorn.api;

import io.posthorn.api.TimelineEntry.Step;
import io.posthorn.message.Attempt;
import io.posthorn.message.Decision;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.message.Waiting;
import io.posthorn.message.WaitingReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that happened to a message, in order; the last entry of one that waits says for what.
record Timeline(MessageId messageId, Status status, List<TimelineEntry> entries) {

    static Timeline of(
            Message message, List<Decision> decisions, Optional<Waiting> waiting, Links links) {
        List<TimelineEntry> entries = new ArrayList<>();
        if (message.state() instanceof State.Inbound) {
            Attempt arrival = message.attempts().getLast();
            entries.add(TimelineEntry.of(Step.RECEIVED, arrival));
        } else {
            accepted(message, entries);
            attempts(message, decisions, entries, links);
            waiting.ifPresent(why ->
                    entries.add(TimelineEntry.waiting(Step.WAITING, message.updatedAt(), why)));
            ended(message, entries, links);
        }
        return new Timeline(message.id(), message.state().status(), entries);
    }

    private static void accepted(Message message, List<TimelineEntry> entries) {
        Instant at = message.id().createdAt();
        entries.add(TimelineEntry.at(Step.ACCEPTED, at));
        message.plan()
                .scheduledFor()
                .map(due -> new Waiting(WaitingReason.SCHEDULED, Optional.of(due)))
                .map(waiting -> TimelineEntry.waiting(Step.SCHEDULED, at, waiting))
                .ifPresent(entries::add);
    }

    private static void attempts(
            Message message, List<Decision> decisions, List<TimelineEntry> entries, Links links) {
        Optional<Attempt> before = Optional.empty();
        for (Attempt attempt : message.attempts()) {
            if (before.filter(last -> !last.step().equals(attempt.step())).isPresent()) {
                entries.add(TimelineEntry.of(Step.FALLBACK, attempt));
            }
            decisions.stream()
                    .filter(decision -> decision.attempt() == attempt.number())
                    .map(decision -> TimelineEntry.decided(attempt, decision))
                    .forEach(entries::add);
            entries.add(TimelineEntry.of(Step.SUBMITTED, attempt));
            told(attempt, entries, links);
            before = Optional.of(attempt);
        }
    }

    /// What the carrier said, in its answer and then by receipt.
    private static void told(Attempt attempt, List<TimelineEntry> entries, Links links) {
        boolean byReceipt = !attempt.receiptKeys().isEmpty() && attempt.status() != Status.SENT;
        if (byReceipt) {
            entries.add(TimelineEntry.taken(attempt));
            entries.add(TimelineEntry.told(Step.RECEIPT, attempt, links));
        } else if (attempt.outcome().isPresent()) {
            entries.add(TimelineEntry.told(Step.ANSWERED, attempt, links));
        }
    }

    private static void ended(Message message, List<TimelineEntry> entries, Links links) {
        switch (message.state()) {
            case State.Canceled(Instant at) ->
                    entries.add(TimelineEntry.ended(Step.CANCELED, at, message, links));
            case State.Delivered(Instant at) -> entries.add(end(at, message, links));
            case State.Read(Instant at) -> entries.add(end(at, message, links));
            case State.Undelivered(var _, Instant at) -> entries.add(end(at, message, links));
            case State.Failed(var _, Instant at) -> entries.add(end(at, message, links));
            case State.Unaddressable(var _, Instant at) -> entries.add(end(at, message, links));
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Awaiting _,
                    State.Revoking _,
                    State.Inbound _ -> {}
        }
    }

    private static TimelineEntry end(Instant at, Message message, Links links) {
        return TimelineEntry.ended(Step.ENDED, at, message, links);
    }
}
