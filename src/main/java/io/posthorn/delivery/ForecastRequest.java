package io.posthorn.delivery;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.SenderId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/// What a pool is asked to foresee: messages to `count` recipients, all alike but for whom they go
/// to.
///
/// @param recipient the address of recipient 0 to `count` - 1; the same for the same number
/// @param segments what each message costs a sender
/// @param arrivalsPerSecond how fast they come in; empty: all at the start
/// @param seed of every draw: the same request with the same seed has the same answer
public record ForecastRequest(
        PoolId pool,
        int count,
        IntFunction<Address> recipient,
        Channel channel,
        int segments,
        Priority priority,
        OptionalDouble arrivalsPerSecond,
        List<Outage> outages,
        long seed) {

    /// A sender that cannot send for a while.
    ///
    /// @param from after the start
    public record Outage(SenderId sender, Duration from, Duration length) {}
}
