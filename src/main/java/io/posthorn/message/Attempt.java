package io.posthorn.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One try to hand a message to a carrier. Written before the first byte leaves.
///
/// @param number 1 for the first; never reused for an attempt whose bytes may have left
/// @param sure false while nobody knows whether the carrier has it (class T9)
/// @param possibleDuplicate an earlier attempt's outcome was never known, so the phone may show the
///   message twice
/// @param receiptKeys one per part, empty until the carrier accepted
/// @param deliveredParts bit i is set when part i was confirmed; up to 64 parts
public record Attempt(
        int number,
        SenderId sender,
        String address,
        ConnectionId connection,
        Plan.Step step,
        Instant at,
        Status status,
        boolean sure,
        boolean possibleDuplicate,
        List<String> receiptKeys,
        long deliveredParts,
        Optional<Failure> failure,
        Optional<OutcomeClass> outcome,
        Instant updatedAt) {

    public Attempt {
        receiptKeys = List.copyOf(receiptKeys);
    }

    /// The carrier took it.
    Attempt accepted(List<String> keys, Instant now) {
        return new Attempt(
                number,
                sender,
                address,
                connection,
                step,
                at,
                Status.SENT,
                true,
                possibleDuplicate,
                keys,
                0,
                Optional.empty(),
                Optional.of(OutcomeClass.T0_ACCEPTED),
                now);
    }

    Attempt deliveredPart(int part, Instant now) {
        return new Attempt(
                number,
                sender,
                address,
                connection,
                step,
                at,
                status,
                sure,
                possibleDuplicate,
                receiptKeys,
                deliveredParts | 1L << part,
                failure,
                outcome,
                now);
    }

    Attempt reached(Status reached, Instant now) {
        return with(reached, true, Optional.empty(), OutcomeClass.T0_ACCEPTED, now);
    }

    Attempt ended(Status end, Failure why, OutcomeClass of, Instant now) {
        return with(end, true, Optional.of(why), of, now);
    }

    Attempt unsure(Failure why, Instant now) {
        return with(status, false, Optional.of(why), OutcomeClass.T9_UNKNOWN, now);
    }

    /// Every part was confirmed.
    boolean whole() {
        return Long.bitCount(deliveredParts) >= Math.max(1, receiptKeys.size());
    }

    /// The connector's answer is still news.
    boolean awaitsAnswer() {
        return status == Status.QUEUED && receiptKeys.isEmpty();
    }

    private Attempt with(
            Status status,
            boolean sure,
            Optional<Failure> failure,
            OutcomeClass outcome,
            Instant now) {
        return new Attempt(
                number,
                sender,
                address,
                connection,
                step,
                at,
                status,
                sure,
                possibleDuplicate,
                receiptKeys,
                deliveredParts,
                failure,
                Optional.of(outcome),
                now);
    }
}
