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
}
