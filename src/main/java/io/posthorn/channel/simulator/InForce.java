package io.posthorn.channel.simulator;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A behaviour since the moment it was set, with what it has to remember.
final class InForce {
    private final Behavior behavior;
    private final AtomicLong submits = new AtomicLong();
    private final Map<String, SlidingSecond> limits = new ConcurrentHashMap<>();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Map<String, Instant> awayUntil = new ConcurrentHashMap<>();
    private final Instant cutUntil;

    InForce(Behavior behavior, Instant since) {
        this.behavior = behavior;
        Behavior.Line line = behavior.line();
        boolean cutsAtOnce = line.hangUpAfter().orElse(1) == 0;
        this.cutUntil = cutsAtOnce ? since.plus(line.refuseFor()) : Instant.MIN;
    }

    Behavior behavior() {
        return behavior;
    }

    /// The choices for the next submit: a generator of its own, so that threads cannot mix up the
    /// order in which one is asked.
    RandomGenerator nextChoices() {
        return new SplittableRandom(behavior.seed() + submits.incrementAndGet());
    }

    /// Counts per connection, as carriers do: a limit set everywhere is each connection's limit.
    boolean admits(String account, long nanos) {
        return behavior.answers().perSecond().isEmpty()
                || limits.computeIfAbsent(account, _ -> limit()).admit(nanos);
    }

    /// Whether a request over HTTP ends without an answer; a provider there has no sessions to cut.
    boolean hangsUp(String account, Instant now) {
        if (isAway(account, now)) {
            return true;
        }
        int every = behavior.line().hangUpAfter().orElse(0);
        if (every == 0 || requests.merge(account, 1, Integer::sum) < every) {
            return false;
        }
        requests.remove(account);
        awayUntil.put(account, now.plus(behavior.line().refuseFor()));
        return true;
    }

    /// It hung up a moment ago, and does not answer yet.
    boolean isAway(String account, Instant now) {
        return now.isBefore(cutUntil) || now.isBefore(awayUntil.getOrDefault(account, Instant.MIN));
    }

    /// What is sent in place of the next answer; usually nothing.
    Optional<Hostility> hostility() {
        return behavior.line()
                .attack()
                .filter(attack -> nextChoices().nextDouble() < attack.share())
                .map(Behavior.Attack::kind);
    }

    private SlidingSecond limit() {
        return new SlidingSecond(behavior.answers().perSecond().orElseThrow());
    }
}
