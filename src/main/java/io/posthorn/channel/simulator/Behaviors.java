package io.posthorn.channel.simulator;

import io.posthorn.Time;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which behaviour applies to whom, over all simulated providers.
final class Behaviors {
    private static final int MOST = 1_000; // then the one that was set first is forgotten

    private record Rule(Scope scope, InForce inForce) {}

    private final Behavior fallback;
    private final Time time;
    private volatile List<Rule> rules; // the most specific first, everybody's last

    Behaviors(Behavior fallback, Time time) {
        this.fallback = fallback;
        this.time = time;
        this.rules = List.of(rule(Scope.EVERYWHERE, fallback));
    }

    private Rule rule(Scope scope, Behavior behavior) {
        return new Rule(scope, new InForce(behavior, time.now()));
    }

    synchronized void set(Scope scope, Behavior behavior) {
        List<Rule> fresh = new ArrayList<>(rules);
        fresh.removeIf(rule -> rule.scope.equals(scope));
        if (fresh.size() >= MOST) {
            fresh.removeFirst();
        }
        fresh.add(rule(scope, behavior));
        fresh.sort(Comparator.comparingInt((Rule rule) -> rule.scope.precision()).reversed());
        rules = List.copyOf(fresh);
        notifyAll();
    }

    /// Back to how it was at the start.
    synchronized void reset() {
        rules = List.of(rule(Scope.EVERYWHERE, fallback));
        notifyAll();
    }

    InForce of(Party party) {
        for (Rule rule : rules) {
            if (rule.scope.covers(party)) {
                return rule.inForce;
            }
        }
        throw new IllegalStateException("everybody has a behaviour");
    }

    /// As set, the most specific first.
    Map<Scope, Behavior> all() {
        Map<Scope, Behavior> all = new LinkedHashMap<>();
        rules.forEach(rule -> all.put(rule.scope, rule.inForce.behavior()));
        return all;
    }

    /// Returns as soon as the connection is allowed to read.
    synchronized void awaitReads(Party party) throws InterruptedException {
        while (of(party).behavior().line().silence() == Behavior.Silence.READS) {
            wait();
        }
    }
}
