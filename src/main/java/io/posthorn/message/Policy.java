package io.posthorn.message;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A pool's rules, as data. Every number is a default of `routing.md`.
///
/// @param onUnknown what follows an outcome nobody knows, after `unknownHold`; empty: RETRY for
///   HIGH and NORMAL, FAIL for BULK
/// @param retryOnReceipt classes of negative receipts that are tried again on another sender
public record Policy(
        Optional<OnUnknown> onUnknown,
        Duration unknownHold,
        Duration validity,
        Set<OutcomeClass> retryOnReceipt,
        java.util.List<Channel> channelOrder,
        Selection selection) {

    public static final Policy DEFAULT =
            new Policy(
                    Optional.empty(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(36_000),
                    Set.of(),
                    java.util.List.of(),
                    Selection.CAPACITY);

    public enum OnUnknown {
        RETRY,
        FAIL
    }

    /// CAPACITY: a member's share follows weight times throughput; WEIGHTED: weight alone.
    public enum Selection {
        CAPACITY,
        WEIGHTED
    }

    private static final Map<Priority, OnUnknown> ON_UNKNOWN =
            Map.of(
                    Priority.HIGH,
                    OnUnknown.RETRY,
                    Priority.NORMAL,
                    OnUnknown.RETRY,
                    Priority.BULK,
                    OnUnknown.FAIL);

    public OnUnknown onUnknownFor(Priority priority) {
        return onUnknown.orElse(ON_UNKNOWN.getOrDefault(priority, OnUnknown.RETRY));
    }
}
