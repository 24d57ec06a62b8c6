package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// What may happen to a message.
public sealed interface Fact {

    /// The moment it waited for has come: its send time, the end of a back-off, a lease, a hold or
    /// its validity.
    record Due() implements Fact {}

    /// A sender was chosen; must be durable before the first byte leaves.
    ///
    /// @param decision why it was: a [Decision]'s record
    record Chosen(
            SenderId sender,
            String address,
            ConnectionId connection,
            String decision,
            Instant leaseEnds)
            implements Fact {}

    /// The connector answered for attempt `number`.
    record Attempted(int number, Outcome outcome) implements Fact {}

    /// Its turn came and no sender could take it.
    record Postponed(Instant until, State.Reason reason) implements Fact {}

    /// The recipient does not want to be written to.
    record OptedOut() implements Fact {}

    /// Every sender that could carry it has failed it as often as the retry budget allows.
    record Exhausted() implements Fact {}

    /// The carrier reported on part `part` (0 for the first) of attempt `number`.
    record Receipt(int number, int part, Report report) implements Fact {}

    /// The process that was sending it died.
    record LeaseLost() implements Fact {}

    record Canceled() implements Fact {}

    /// What a receipt says. `failure` is present exactly when `status` is UNDELIVERED.
    record Report(Status status, Optional<Failure> failure, OutcomeClass outcome) {}
}
