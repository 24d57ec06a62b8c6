package io.posthorn.delivery;

import io.posthorn.message.Channel;
import io.posthorn.message.Priority;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.pool.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a pool is doing at one moment.
///
/// @param queues what is ready, by channel and lane; empty ones are left out
/// @param oldest since when the message is ready that has waited longest
/// @param drain how long its members need for what is ready at their rates of this moment, one
///   segment each; empty when nobody can send
public record PoolStatus(
        List<Queue> queues,
        Optional<Instant> oldest,
        List<MemberStatus> members,
        Optional<Duration> drain) {

    /// Ready messages of one channel and lane.
    public record Queue(Channel channel, Priority lane, long depth, Instant oldest) {}

    /// A member and the sender it is.
    ///
    /// @param configuredRate segments per second
    /// @param rate what the carrier lets it have now; 0 while it cannot send
    /// @param sent segments that left in the last second, for all its pools
    /// @param tokens segments that could leave this instant
    /// @param inFlight messages given to its connection and not answered, of all its senders
    /// @param quotas how each of its quotas stands
    public record MemberStatus(
            Member member,
            Sender sender,
            double configuredRate,
            double rate,
            int sent,
            int tokens,
            int inFlight,
            List<Allowance.Balance> quotas) {}
}
