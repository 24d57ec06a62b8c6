package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// That a message waits, and for what.
///
/// @param until when it is looked at again whatever happens; empty when that depends on others
public record Waiting(WaitingReason reason, Optional<Instant> until) {

    /// What the state of a message says; empty when it does not wait.
    ///
    /// A message that is merely queued waits for its turn as far as its state tells: who serves the
    /// queue may know better.
    public static Optional<Waiting> of(State state) {
        return switch (state) {
            case State.Scheduled(Instant due) -> at(WaitingReason.SCHEDULED, due);
            case State.Queued() -> Optional.of(new Waiting(WaitingReason.TURN, Optional.empty()));
            case State.Waiting(Instant due, State.Reason reason) ->
                    at(WaitingReason.of(reason), due);
            case State.Sending _ ->
                    Optional.of(new Waiting(WaitingReason.SUBMITTING, Optional.empty()));
            case State.Unsure(Instant decideAt) -> at(WaitingReason.UNKNOWN_OUTCOME, decideAt);
            case State.Awaiting _,
                    State.Revoking _,
                    State.Sent _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ ->
                    Optional.empty();
        };
    }

    private static Optional<Waiting> at(WaitingReason reason, Instant until) {
        return Optional.of(new Waiting(reason, Optional.of(until)));
    }
}
