package io.posthorn.message;

import java.util.Optional;

/// What `from` named: where a sender is to be found when the message's turn comes.
public sealed interface Origin {

    record FromPool(PoolId pool) implements Origin {}

    record FromSender(SenderId sender) implements Origin {}

    /// `from` was left out: any activated sender of the account. `number` is the account's own
    /// queue.
    record FromInventory(long number) implements Origin {}

    /// The server's own answer to what a phone wrote to `sender`: that sender gives it, whatever
    /// the person has opted out of.
    record AutoReply(SenderId sender) implements Origin {}

    /// Nothing of ours: a phone wrote.
    ///
    /// @param to the sender it wrote to
    /// @param pool the pool of that sender it is shown with; empty when it is in none
    record Inbound(SenderId to, Optional<PoolId> pool) implements Origin {}

    /// The queue this origin waits in. Pools, senders and accounts draw from one number space, so
    /// it is unique.
    default long queue() {
        return switch (this) {
            case FromPool(PoolId pool) -> pool.value();
            case FromSender(SenderId sender) -> sender.value();
            case FromInventory(long number) -> number;
            case AutoReply(SenderId sender) -> sender.value();
            case Inbound(SenderId to, Optional<PoolId> _) -> to.value();
        };
    }
}
