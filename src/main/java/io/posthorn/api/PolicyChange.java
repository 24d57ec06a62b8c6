package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Policy;
import io.posthorn.message.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a request says about a pool's rules; the rest stays as it is.
record PolicyChange(
        ChoosingChange choosing,
        Optional<List<Channel>> channelOrder,
        Optional<Integer> validitySeconds,
        Edit<Policy.OnUnknown> onUnknown,
        Optional<Integer> unknownHoldSeconds,
        Optional<List<OutcomeClass>> retryOnReceipt) {

    static final int MAX_VALIDITY_SECONDS = 36_000;
    private static final int MAX_HOLD_SECONDS = 600;

    private static final Field<Optional<List<Channel>>> CHANNEL_ORDER =
            Field.optional(
                    "channelOrder",
                    Shape.list(Shape.choice(Channel.class), 0, 5)
                            .unique(channel -> channel)
                            .described("Channels to try, best first; the others follow"));
    private static final Field<Optional<Integer>> VALIDITY =
            Field.optional("validitySeconds", Shape.integer(1, MAX_VALIDITY_SECONDS));
    private static final Field<Edit<Policy.OnUnknown>> ON_UNKNOWN =
            Field.edit(
                    "onUnknown",
                    Shape.choice(Policy.OnUnknown.class)
                            .described(
                                    "What follows when nobody knows whether the carrier has it;"
                                            + " null: RETRY, but FAIL for BULK"));
    private static final Field<Optional<Integer>> UNKNOWN_HOLD =
            Field.optional(
                    "unknownHoldSeconds",
                    Shape.integer(1, MAX_HOLD_SECONDS)
                            .described(
                                    "How long a late answer or receipt is waited for before"
                                            + " onUnknown decides"));
    private static final Field<Optional<List<OutcomeClass>>> RETRY_ON_RECEIPT =
            Field.optional(
                    "retryOnReceipt",
                    Shape.list(Shape.choice(OutcomeClass.class), 0, 10)
                            .unique(outcome -> outcome)
                            .described(
                                    "Classes of bad receipts that are tried again on another"
                                            + " sender"));

    static final Shape<PolicyChange> SHAPE =
            Shape.object(
                            values ->
                                    new PolicyChange(
                                            ChoosingChange.of(values),
                                            values.get(CHANNEL_ORDER),
                                            values.get(VALIDITY),
                                            values.get(ON_UNKNOWN),
                                            values.get(UNKNOWN_HOLD),
                                            values.get(RETRY_ON_RECEIPT)),
                            ChoosingChange.SELECTION,
                            ChoosingChange.STICKY,
                            ChoosingChange.GEO_MATCH,
                            ChoosingChange.KIND_ORDER,
                            ChoosingChange.MAX_RUNG_WAIT,
                            ChoosingChange.TIER_SPILL_AFTER,
                            CHANNEL_ORDER,
                            VALIDITY,
                            ON_UNKNOWN,
                            UNKNOWN_HOLD,
                            RETRY_ON_RECEIPT)
                    .named("PolicyChange");

    Policy apply(Policy before) {
        return new Policy(
                choosing.apply(before.choosing()),
                failover(before.failover()),
                validitySeconds.map(Duration::ofSeconds).orElse(before.validity()),
                channelOrder.orElse(before.channelOrder()),
                before.optOut(),
                before.quietHours());
    }

    private Policy.Failover failover(Policy.Failover before) {
        return new Policy.Failover(
                onUnknown.of(before.onUnknown()),
                unknownHoldSeconds.map(Duration::ofSeconds).orElse(before.unknownHold()),
                retryOnReceipt.map(Set::copyOf).orElse(before.retryOnReceipt()),
                before.outcomes(),
                before.fallbackAfter(),
                before.success());
    }

    /// A pool's rules as they are answered.
    record PolicyView(
            Policy.Selection selection,
            ChoosingChange.StickyView sticky,
            Policy.GeoMatch geoMatch,
            Map<String, List<Sender.Kind>> kindOrder,
            long maxRungWaitSeconds,
            Optional<Long> tierSpillAfterSeconds,
            List<Channel> channelOrder,
            long validitySeconds,
            Optional<Policy.OnUnknown> onUnknown,
            long unknownHoldSeconds,
            List<OutcomeClass> retryOnReceipt) {

        static PolicyView of(Policy policy) {
            Policy.Choosing choosing = policy.choosing();
            return new PolicyView(
                    choosing.selection(),
                    ChoosingChange.StickyView.of(choosing.sticky()),
                    choosing.geoMatch(),
                    choosing.kindOrder(),
                    choosing.maxRungWait().toSeconds(),
                    choosing.tierSpillAfter().map(Duration::toSeconds),
                    policy.channelOrder(),
                    policy.validity().toSeconds(),
                    policy.failover().onUnknown(),
                    policy.failover().unknownHold().toSeconds(),
                    policy.failover().retryOnReceipt().stream().sorted().toList());
        }
    }
}
