package io.posthorn.pool;

import io.posthorn.message.Area;
import io.posthorn.message.Channel;
import io.posthorn.message.SenderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A message as a pool sees it.
///
/// @param target what makes it equal to others for the ranking of members
/// @param key of its recipient in this pool, from [Rendezvous]
/// @param recipient the same in all pools
/// @param tries how often each sender has failed it on this step
/// @param notBefore a sender that failed it is not asked again before this
/// @param since when it was first looked at and might have left
/// @param assigned the sender the recipient keeps by record, whatever a hash says
public record Candidate(
        int segments,
        Target target,
        long key,
        long recipient,
        Map<SenderId, Integer> tries,
        Instant notBefore,
        Instant since,
        Optional<SenderId> assigned) {

    private static final int TRIES_PER_SENDER = 2;

    /// Where a message goes, as far as the ranking of senders depends on it.
    ///
    /// @param country ISO region; empty for none
    /// @param area only where the pool matches senders to it; empty elsewhere
    public record Target(Channel channel, String country, Optional<Area> area) {}

    boolean tried(SenderId sender) {
        return !tries.isEmpty() && tries.getOrDefault(sender, 0) > 0;
    }

    boolean mayTry(SenderId sender) {
        return tries.isEmpty() || tries.getOrDefault(sender, 0) < TRIES_PER_SENDER;
    }
}
