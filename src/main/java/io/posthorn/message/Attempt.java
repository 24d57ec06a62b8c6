package io.posthorn.message;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One try to hand a message to a carrier. Written before the first byte leaves. Of an inbound
/// message: its arrival, at `sender` from `step.to`, with the carrier's id for it as receipt key.
///
/// @param number 1 for the first; never reused for an attempt whose bytes may have left
/// @param sure false while nobody knows whether the carrier has it (class T9)
/// @param possibleDuplicate an earlier attempt's outcome was never known, so the phone may show the
///   message twice
/// @param receiptKeys one per part, empty until the carrier accepted
/// @param deliveredParts bit i is set when part i was confirmed; the first 64 parts count
/// @param acceptedAt when the carrier said that it has it; empty: it has not, or not yet
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
        Optional<Instant> acceptedAt,
        Instant updatedAt) {

    private static final int MAX_PARTS = Long.SIZE;

    public Attempt {
        receiptKeys = List.copyOf(receiptKeys);
    }

    /// The carrier gave its keys. Receipts may have come before them: what those said stays.
    Attempt keyed(List<String> keys, Instant now) {
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
                keys,
                deliveredParts,
                failure,
                outcome,
                Optional.of(now),
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
                deliveredParts | bit(part),
                failure,
                outcome,
                acceptedAt,
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

    /// Another receipt for `part` tells nothing new.
    boolean hasDelivered(int part) {
        return part >= MAX_PARTS || (deliveredParts & bit(part)) != 0;
    }

    /// Every part was confirmed. Before the keys are known there may be as many parts as segments.
    boolean whole() {
        int parts = receiptKeys.isEmpty() ? step.segments() : receiptKeys.size();
        return Long.bitCount(deliveredParts) >= Math.min(parts, MAX_PARTS);
    }

    /// No answer and no receipt has told what became of it.
    boolean open() {
        return status == Status.QUEUED;
    }

    /// A phone has it.
    public boolean arrived() {
        return status == Status.DELIVERED || status == Status.READ;
    }

    /// The one of `attempts` that arrived and went farthest; empty when none arrived.
    static Optional<Attempt> best(List<Attempt> attempts) {
        return attempts.stream()
                .filter(Attempt::arrived)
                .max(Comparator.comparing(Attempt::status));
    }

    private static long bit(int part) {
        return 1L << part;
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
                acceptedAt,
                now);
    }
}
