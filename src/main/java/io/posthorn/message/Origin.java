package io.posthorn.message;

/// What `from` named: where a sender is to be found when the message's turn comes.
public sealed interface Origin {

    record FromPool(PoolId pool) implements Origin {}

    record FromSender(SenderId sender) implements Origin {}

    /// `from` was left out: any activated sender of the account. `number` is the account's own
    /// queue.
    record FromInventory(long number) implements Origin {}

    /// The queue this origin waits in. Pools, senders and accounts draw from one number space, so
    /// it is unique.
    default long queue() {
        return switch (this) {
            case FromPool(PoolId pool) -> pool.value();
            case FromSender(SenderId sender) -> sender.value();
            case FromInventory(long number) -> number;
        };
    }
}
