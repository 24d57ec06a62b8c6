package io.posthorn.channel.simulator;

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

    InForce(Behavior behavior) {
        this.behavior = behavior;
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
