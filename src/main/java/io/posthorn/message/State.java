package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// Where a message stands; each case holds only what is true in that case.
public sealed interface State {

    /// Waits for its send time.
    record Scheduled(Instant due) implements State {}

    /// Ready: the next sender with a token and a free place takes it.
    record Queued() implements State {}

    /// Ready but for `reason`; looked at again at `due`.
    record Waiting(Instant due, Reason reason) implements State {}

    /// Chosen and written down; its bytes may leave or have left. Whoever holds it answers for it
    /// until `leaseEnds`.
    record Sending(Instant leaseEnds) implements State {}

    /// Nobody knows whether the carrier has it; a late answer or receipt may tell until `decideAt`,
    /// then the policy does.
    record Unsure(Instant decideAt) implements State {}

    record Sent(Instant at) implements State {}

    /// Handed over, and `reached` so far: SENT, or DELIVERED where only READ is enough. At
    /// `fallbackAt` the next step begins.
    record Awaiting(Status reached, Instant since, Instant fallbackAt) implements State {}

    /// Handed over too long ago: the provider was asked to take it back, and the next step begins
    /// at `until` unless a receipt says that it came too late.
    record Revoking(Instant since, Instant until) implements State {}

    record Delivered(Instant at) implements State {}

    record Read(Instant at) implements State {}

    record Undelivered(Failure failure, Instant at) implements State {}

    record Failed(Failure failure, Instant at) implements State {}

    /// No sender of the origin can reach any of the recipient's addresses.
    record Unaddressable(Failure failure, Instant at) implements State {}

    record Canceled(Instant at) implements State {}

    /// It came from a phone; nothing is left to do.
    record Inbound(Instant at) implements State {}

    /// Why a ready message does not leave.
    enum Reason {
        NO_SENDER,
        ALL_SENDERS_DOWN,
        BREAKER,
        BACK_OFF,
        PAIR_RATE,
        QUOTA,
        QUIET_HOURS,
        STICKY_SENDER
    }

    default Status status() {
        return switch (this) {
            case Scheduled _ -> Status.SCHEDULED;
            case Queued _, Waiting _, Sending _, Unsure _ -> Status.QUEUED;
            case Sent _, Revoking _ -> Status.SENT;
            case Awaiting awaiting -> awaiting.reached();
            case Delivered _ -> Status.DELIVERED;
            case Read _ -> Status.READ;
            case Undelivered _ -> Status.UNDELIVERED;
            case Failed _, Unaddressable _ -> Status.FAILED;
            case Canceled _ -> Status.CANCELED;
            case Inbound _ -> Status.INBOUND;
        };
    }

    /// Work is left: the message has neither been handed over for good nor given up.
    default boolean open() {
        return switch (this) {
            case Scheduled _, Queued _, Waiting _, Sending _, Unsure _, Awaiting _, Revoking _ ->
                    true;
            case Sent _,
                    Delivered _,
                    Read _,
                    Undelivered _,
                    Failed _,
                    Unaddressable _,
                    Canceled _,
                    Inbound _ ->
                    false;
        };
    }

    /// When somebody must look at the message even if nothing happens; `expiresAt` is the plan's.
    default Optional<Instant> due(Instant expiresAt) {
        return switch (this) {
            case Scheduled(Instant due) -> Optional.of(due);
            case Queued() -> Optional.of(expiresAt);
            case Waiting(Instant due, Reason _) ->
                    Optional.of(due.isBefore(expiresAt) ? due : expiresAt);
            case Sending(Instant leaseEnds) -> Optional.of(leaseEnds);
            case Unsure(Instant decideAt) -> Optional.of(decideAt);
            case Awaiting(Status _, Instant _, Instant fallbackAt) -> Optional.of(fallbackAt);
            case Revoking(Instant _, Instant until) -> Optional.of(until);
            case Sent _,
                    Delivered _,
                    Read _,
                    Undelivered _,
                    Failed _,
                    Unaddressable _,
                    Canceled _,
                    Inbound _ ->
                    Optional.empty();
        };
    }
}
