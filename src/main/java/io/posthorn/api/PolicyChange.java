package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Policy;
import io.posthorn.message.QuietHours;
import io.posthorn.message.Sender;
import io.posthorn.message.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a request says about a pool's rules; the rest stays as it is.
record PolicyChange(
        ChoosingChange choosing,
        Optional<List<Channel>> channelOrder,
        Optional<Integer> validitySeconds,
        FailoverChange failover,
        Optional<Policy.OptOutScope> optOut,
        Edit<QuietHours> quietHours) {

    static final int MAX_VALIDITY_SECONDS = 36_000;

    private static final Field<Optional<List<Channel>>> CHANNEL_ORDER =
            Field.optional(
                    "channelOrder",
                    Shape.list(Shape.choice(Channel.class), 0, 5)
                            .unique(channel -> channel)
                            .described("Channels to try, best first; the others follow"));
    private static final Field<Optional<Integer>> VALIDITY =
            Field.optional("validitySeconds", Shape.integer(1, MAX_VALIDITY_SECONDS));
    private static final Field<Optional<Policy.OptOutScope>> OPT_OUT =
            Field.optional(
                    "optOut",
                    Shape.choice(Policy.OptOutScope.class)
                            .described(
                                    "How far a recipient's STOP reaches; OFF: words about consent"
                                            + " mean nothing to this pool"));
    private static final Field<Edit<QuietHours>> QUIET_HOURS =
            Field.edit(
                    "quietHours",
                    QuietHoursForm.SHAPE.described(
                            "When nothing is sent, in the recipient's time zone; null: never"));

    static final Shape<PolicyChange> SHAPE =
            Shape.object(
                            values ->
                                    new PolicyChange(
                                            ChoosingChange.of(values),
                                            values.get(CHANNEL_ORDER),
                                            values.get(VALIDITY),
                                            FailoverChange.of(values),
                                            values.get(OPT_OUT),
                                            values.get(QUIET_HOURS)),
                            ChoosingChange.SELECTION,
                            ChoosingChange.STICKY,
                            ChoosingChange.GEO_MATCH,
                            ChoosingChange.KIND_ORDER,
                            ChoosingChange.MAX_RUNG_WAIT,
                            ChoosingChange.TIER_SPILL_AFTER,
                            CHANNEL_ORDER,
                            VALIDITY,
                            FailoverChange.ON_UNKNOWN,
                            FailoverChange.UNKNOWN_HOLD,
                            FailoverChange.RETRY_ON_RECEIPT,
                            FailoverChange.OUTCOMES,
                            FailoverChange.FALLBACK_AFTER,
                            FailoverChange.SUCCESS_STATUS,
                            OPT_OUT,
                            QUIET_HOURS)
                    .named("PolicyChange");

    Policy apply(Policy before) {
        return new Policy(
                choosing.apply(before.choosing()),
                failover.apply(before.failover()),
                validitySeconds.map(Duration::ofSeconds).orElse(before.validity()),
                channelOrder.orElse(before.channelOrder()),
                optOut.orElse(before.optOut()),
                quietHours.of(before.quietHours()));
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
            List<OutcomeClass> retryOnReceipt,
            Map<String, OutcomeClass> outcomes,
            Map<Channel, Long> fallbackAfterSeconds,
            Map<Channel, Status> successStatus,
            Policy.OptOutScope optOut,
            Optional<QuietHoursForm> quietHours) {

        static PolicyView of(Policy policy) {
            Policy.Choosing choosing = policy.choosing();
            Policy.Failover failover = policy.failover();
            return new PolicyView(
                    choosing.selection(),
                    ChoosingChange.StickyView.of(choosing.sticky()),
                    choosing.geoMatch(),
                    choosing.kindOrder(),
                    choosing.maxRungWait().toSeconds(),
                    choosing.tierSpillAfter().map(Duration::toSeconds),
                    policy.channelOrder(),
                    policy.validity().toSeconds(),
                    failover.onUnknown(),
                    failover.unknownHold().toSeconds(),
                    failover.retryOnReceipt().stream().sorted().toList(),
                    new TreeMap<>(failover.outcomes()),
                    FailoverChange.mapped(failover.fallbackAfter(), Duration::toSeconds),
                    FailoverChange.mapped(failover.success(), status -> status),
                    policy.optOut(),
                    policy.quietHours().map(QuietHoursForm::of));
        }
    }
}
