package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Policy;
import io.posthorn.message.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What a request says about what follows when an attempt fails; the rest stays as it is.
record FailoverChange(
        Edit<Policy.OnUnknown> onUnknown,
        Optional<Integer> unknownHoldSeconds,
        Optional<List<OutcomeClass>> retryOnReceipt,
        Optional<Map<String, OutcomeClass>> outcomes,
        Optional<Map<Channel, Integer>> fallbackAfterSeconds,
        Optional<Map<Channel, Status>> successStatus) {

    private static final int MAX_HOLD_SECONDS = 600;
    private static final int MAX_OUTCOMES = 200;
    private static final int MAX_CODE = 60;
    private static final int CHANNELS = Channel.values().length;
    private static final Shape<Channel> CHANNEL = Shape.choice(Channel.class);

    static final Field<Edit<Policy.OnUnknown>> ON_UNKNOWN =
            Field.edit(
                    "onUnknown",
                    Shape.choice(Policy.OnUnknown.class)
                            .described(
                                    "What follows when nobody knows whether the carrier has it;"
                                            + " null: RETRY, but FAIL for BULK"));
    static final Field<Optional<Integer>> UNKNOWN_HOLD =
            Field.optional(
                    "unknownHoldSeconds",
                    Shape.integer(1, MAX_HOLD_SECONDS)
                            .described(
                                    "How long a late answer or receipt is waited for before"
                                            + " onUnknown decides"));
    static final Field<Optional<List<OutcomeClass>>> RETRY_ON_RECEIPT =
            Field.optional(
                    "retryOnReceipt",
                    Shape.list(Shape.choice(OutcomeClass.class), 0, 10)
                            .unique(outcome -> outcome)
                            .described(
                                    "Classes of bad receipts that are tried again on another"
                                            + " sender"));
    static final Field<Optional<Map<String, OutcomeClass>>> OUTCOMES =
            Field.optional(
                    "outcomes",
                    Shape.map(
                                    MAX_OUTCOMES,
                                    Shape.text(1, MAX_CODE)
                                            .matching(
                                                    "(SMPP|DLR|HTTP|META|RBM|SMTP)( [!-~]+){1,3}",
                                                    "a protocol and its code, such as SMPP"
                                                            + " 0x0000000B"),
                                    Shape.choice(
                                            List.copyOf(
                                                    EnumSet.complementOf(
                                                            EnumSet.of(OutcomeClass.T0_ACCEPTED)))))
                            .described(
                                    "The class of codes that mean something else here than in the"
                                            + " table of outcomes; T4 is an opt-out. Replaces what"
                                            + " was there"));
    static final Field<Optional<Map<Channel, Integer>>> FALLBACK_AFTER =
            Field.optional(
                    "fallbackAfterSeconds",
                    Shape.map(
                                    CHANNELS,
                                    CHANNEL,
                                    Shape.integer(1, PolicyChange.MAX_VALIDITY_SECONDS))
                            .described(
                                    "How long a channel may take for its success, from the"
                                            + " carrier's acceptance, before the next channel or"
                                            + " address is tried; a channel that is not named is"
                                            + " waited for. Replaces what was there"));
    static final Field<Optional<Map<Channel, Status>>> SUCCESS_STATUS =
            Field.optional(
                    "successStatus",
                    Shape.map(
                                    CHANNELS,
                                    CHANNEL,
                                    Shape.choice(
                                            List.of(Status.SENT, Status.DELIVERED, Status.READ)))
                            .described(
                                    "What counts as a channel's success; a channel that is not"
                                            + " named: DELIVERED. Replaces what was there"));

    static FailoverChange of(Values values) {
        return new FailoverChange(
                values.get(ON_UNKNOWN),
                values.get(UNKNOWN_HOLD),
                values.get(RETRY_ON_RECEIPT),
                values.get(OUTCOMES),
                values.get(FALLBACK_AFTER),
                values.get(SUCCESS_STATUS));
    }

    Policy.Failover apply(Policy.Failover before) {
        return new Policy.Failover(
                onUnknown.of(before.onUnknown()),
                unknownHoldSeconds.map(Duration::ofSeconds).orElse(before.unknownHold()),
                retryOnReceipt.map(Set::copyOf).orElse(before.retryOnReceipt()),
                outcomes.map(Map::copyOf).orElse(before.outcomes()),
                fallbackAfterSeconds
                        .map(times -> mapped(times, Duration::ofSeconds))
                        .orElse(before.fallbackAfter()),
                successStatus.map(Map::copyOf).orElse(before.success()));
    }

    /// In the order of channels.
    static <V, W> Map<Channel, W> mapped(Map<Channel, V> values, Function<V, W> by) {
        Map<Channel, W> mapped = new TreeMap<>();
        values.forEach((channel, value) -> mapped.put(channel, by.apply(value)));
        return mapped;
    }
}
