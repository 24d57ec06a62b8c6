package io.posthorn.pool;

import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/// A message as a pool sees it.
///
/// @param suits whether a sender may carry it: channel and country
/// @param tries how often each sender has failed it on this step
/// @param notBefore a sender that failed it is not asked again before this
public record Candidate(
        int segments, Predicate<Sender> suits, Map<SenderId, Integer> tries, Instant notBefore) {

    private static final int TRIES_PER_SENDER = 2;

    boolean suits(Sender sender) {
        return suits.test(sender);
    }

    boolean tried(SenderId sender) {
        return tries.getOrDefault(sender, 0) > 0;
    }

    boolean mayTry(SenderId sender) {
        return tries.getOrDefault(sender, 0) < TRIES_PER_SENDER;
    }
}
