package io.posthorn.channel.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which behaviour applies to whom.
final class Behaviors {
    private final Behavior fallback;
    private final Map<String, InForce> bySender = new ConcurrentHashMap<>();
    private final Map<String, InForce> byConnection = new ConcurrentHashMap<>();
    private volatile InForce everywhere;

    Behaviors(Behavior fallback) {
        this.fallback = fallback;
        this.everywhere = new InForce(fallback);
    }

    synchronized void set(Scope scope, Behavior behavior) {
        InForce fresh = new InForce(behavior);
        switch (scope) {
            case Scope.Everywhere _ -> everywhere = fresh;
            case Scope.Connection(String systemId) -> byConnection.put(systemId, fresh);
            case Scope.Sender(String address) -> bySender.put(address, fresh);
        }
        notifyAll();
    }

    /// Back to how it was at the start.
    synchronized void reset() {
        bySender.clear();
        byConnection.clear();
        everywhere = new InForce(fallback);
        notifyAll();
    }

    InForce of(String systemId, String sender) {
        InForce own = bySender.get(sender);
        return own == null ? of(systemId) : own;
    }

    InForce of(String systemId) {
        InForce own = byConnection.get(systemId);
        return own == null ? everywhere : own;
    }

    Map<Scope, Behavior> all() {
        Map<Scope, Behavior> all = new HashMap<>();
        all.put(new Scope.Everywhere(), everywhere.behavior());
        byConnection.forEach((id, own) -> all.put(new Scope.Connection(id), own.behavior()));
        bySender.forEach((address, own) -> all.put(new Scope.Sender(address), own.behavior()));
        return Map.copyOf(all);
    }

    /// Returns as soon as the connection is allowed to read.
    synchronized void awaitReads(String systemId) throws InterruptedException {
        while (of(systemId).behavior().line().silence() == Behavior.Silence.READS) {
            wait();
        }
    }
}
