package io.posthorn.message;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A pool's rules, as data. Every number is a default of `routing.md`.
///
/// @param validity the longest an attempt may begin after the message was due
/// @param channelOrder channels to try, best first; the others follow in the default order
/// @param optOut how far a recipient's STOP reaches
public record Policy(
        Choosing choosing,
        Failover failover,
        Duration validity,
        List<Channel> channelOrder,
        OptOutScope optOut,
        Optional<QuietHours> quietHours) {

    public static final Policy DEFAULT =
            new Policy(
                    new Choosing(
                            Selection.CAPACITY,
                            new Sticky(StickyMode.HASH, Optional.of(Duration.ZERO)),
                            GeoMatch.OFF,
                            Map.of(),
                            Duration.ofSeconds(2),
                            Optional.empty()),
                    new Failover(
                            Optional.empty(),
                            Duration.ofSeconds(60),
                            Set.of(),
                            Map.of(),
                            Map.of(Channel.RCS, Duration.ofSeconds(120)),
                            Map.of()),
                    Duration.ofSeconds(36_000),
                    List.of(),
                    OptOutScope.POOL,
                    Optional.empty());

    /// How a pool chooses among its members.
    ///
    /// @param kindOrder which kinds of senders go first, best first, by ISO region; `*` for all
    ///   others. A kind that is not named comes last
    /// @param maxRungWait how long a message waits for a sender of the best place and kind before
    ///   others of its tier may take it
    /// @param tierSpillAfter how long it waits for a sender of the lowest tier that can send;
    ///   empty: for as long as one can
    public record Choosing(
            Selection selection,
            Sticky sticky,
            GeoMatch geoMatch,
            Map<String, List<Sender.Kind>> kindOrder,
            Duration maxRungWait,
            Optional<Duration> tierSpillAfter) {

        public static final List<Sender.Kind> USUAL_KINDS =
                List.of(
                        Sender.Kind.SHORT_CODE,
                        Sender.Kind.TOLL_FREE,
                        Sender.Kind.LONG_CODE,
                        Sender.Kind.ALPHANUMERIC);

        /// The order of kinds for recipients in `country`.
        public List<Sender.Kind> kinds(String country) {
            return kindOrder.getOrDefault(country, kindOrder.getOrDefault("*", USUAL_KINDS));
        }
    }

    /// CAPACITY: a member's share follows weight times throughput; WEIGHTED: weight alone.
    public enum Selection {
        CAPACITY,
        WEIGHTED
    }

    /// Whether a recipient keeps his sender.
    ///
    /// @param maxWait how long a message waits for that sender before another may take it; zero:
    ///   not at all; empty: for as long as it can send
    public record Sticky(StickyMode mode, Optional<Duration> maxWait) {}

    /// NONE: no; HASH: by a hash of the recipient, nothing is stored; RECORDED: the sender he first
    /// heard from; HYBRID: HASH, but the sender he wrote to when he did.
    public enum StickyMode {
        NONE,
        HASH,
        RECORDED,
        HYBRID
    }

    /// Whether senders near the recipient go first (PREFER) or are the only ones (REQUIRE: of his
    /// country).
    public enum GeoMatch {
        OFF,
        PREFER,
        REQUIRE
    }

    /// What follows when an attempt fails.
    ///
    /// @param onUnknown what follows an outcome nobody knows, after `unknownHold`; empty: RETRY for
    ///   HIGH and NORMAL, FAIL for BULK
    /// @param retryOnReceipt classes of negative receipts that are tried again on another sender
    /// @param outcomes the class of upstream codes this pool reads in its own way, by code as in
    ///   `SMPP 0x0000000B`
    /// @param fallbackAfter how long a channel may take for its success before the next channel is
    ///   tried; a channel that is not named is waited for
    /// @param success what counts as a channel's success; a channel that is not named: DELIVERED
    public record Failover(
            Optional<OnUnknown> onUnknown,
            Duration unknownHold,
            Set<OutcomeClass> retryOnReceipt,
            Map<String, OutcomeClass> outcomes,
            Map<Channel, Duration> fallbackAfter,
            Map<Channel, Status> success) {

        /// The outcome as this pool reads the carrier's code.
        Outcome read(Outcome told) {
            return meaning(told.upstream())
                    .map(meaning -> meaning.outcome(told.upstream(), retryAfter(told)))
                    .orElse(told);
        }

        /// The bad receipt as this pool reads the carrier's code.
        Fact.Report read(Fact.Report told) {
            return told.failure()
                    .map(Failure::upstream)
                    .flatMap(code -> meaning(code).map(meaning -> meaning.report(code)))
                    .orElse(told);
        }

        /// Neither the table nor the pool knows the code.
        boolean isUnmapped(String upstream) {
            return OutcomeTable.isUnmapped(upstream) && meaning(upstream).isEmpty();
        }

        private Optional<Meaning> meaning(String upstream) {
            return outcomes.isEmpty()
                    ? Optional.empty()
                    : OutcomeTable.find(outcomes, upstream).map(Meaning::of);
        }

        private static Optional<Duration> retryAfter(Outcome told) {
            return told instanceof Outcome.Throttled(Optional<Duration> retryAfter, String _)
                    ? retryAfter
                    : Optional.empty();
        }

        public Status successOf(Channel channel) {
            return success.getOrDefault(channel, Status.DELIVERED);
        }
    }

    public enum OnUnknown {
        RETRY,
        FAIL
    }

    /// How far a recipient's STOP reaches: the pool he answered to, all of the account, nowhere.
    public enum OptOutScope {
        POOL,
        ACCOUNT,
        OFF
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
        return failover.onUnknown.orElse(ON_UNKNOWN.getOrDefault(priority, OnUnknown.RETRY));
    }

    public Policy with(Failover changed) {
        return new Policy(choosing, changed, validity, channelOrder, optOut, quietHours);
    }

    public Policy with(Choosing changed) {
        return new Policy(changed, failover, validity, channelOrder, optOut, quietHours);
    }
}
