package io.posthorn.api;

import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import java.time.Instant;

/// How a sender is doing.
///
/// @param score from 0.1, shunned, to 1
/// @param reason in a few words; empty when there is nothing to say
public record Health(State state, double score, String reason, Instant since) {

    public enum State {
        HEALTHY,
        DEGRADED,
        OPEN,
        DRAINING
    }

    /// As a member of a pool: one that is switched off or has no weight gets nothing new.
    Health as(Member member) {
        return member.enabled() && member.weight() > 0
                ? this
                : new Health(State.DRAINING, score, "takes nothing new in this pool", since);
    }

    /// Who knows it.
    @FunctionalInterface
    public interface OfSenders {
        Health of(SenderId sender);
    }
}
