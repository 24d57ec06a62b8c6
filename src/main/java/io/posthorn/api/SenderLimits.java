package io.posthorn.api;

import io.posthorn.message.Quota;
import io.posthorn.message.Sender.Limits;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a request says about what a sender may send apart from its rate; the rest stays as it is.
record SenderLimits(
        Edit<Integer> dailyLimit,
        Optional<List<Quota>> quotas,
        Optional<ZoneId> quotaZone,
        Edit<Integer> pairIntervalSeconds) {

    private static final int MAX_QUOTAS = 20;
    private static final int MAX_INTERVAL_SECONDS = 86_400;
    private static final int MAX_ZONE = 64;

    private static final Field<Quota.Kind> KIND =
            Field.required("kind", Shape.choice(Quota.Kind.class));
    private static final Field<Quota.Period> PERIOD =
            Field.required("period", Shape.choice(Quota.Period.class));
    private static final Field<Integer> LIMIT =
            Field.required("limit", Shape.integer(1, Integer.MAX_VALUE));
    private static final Field<List<String>> COUNTRIES =
            Field.withDefault("countries", Shapes.COUNTRIES, List.of());
    private static final Shape<Quota> QUOTA =
            Shape.object(
                            values ->
                                    new Quota(
                                            values.get(KIND),
                                            values.get(PERIOD),
                                            values.get(LIMIT),
                                            Set.copyOf(values.get(COUNTRIES))),
                            KIND,
                            PERIOD,
                            LIMIT,
                            COUNTRIES)
                    .named("SenderQuota");

    static final Field<Edit<Integer>> DAILY_LIMIT =
            Field.edit(
                    "dailyLimit",
                    Shape.integer(1, Integer.MAX_VALUE)
                            .described("Messages per day of its quotaZone"));
    static final Field<Optional<List<Quota>>> QUOTAS =
            Field.optional(
                    "quotas",
                    Shape.list(QUOTA, 0, MAX_QUOTAS)
                            .unique(quota ->
                                    List.of(quota.kind(), quota.period(), quota.countries()))
                            .described(
                                    "How much may be sent in a day or month, to all countries or"
                                            + " only to some; while one is used up the sender"
                                            + " takes no message it would count"));
    static final Field<Optional<ZoneId>> QUOTA_ZONE =
            Field.optional(
                    "quotaZone",
                    Shape.text(1, MAX_ZONE)
                            .then((name, at, findings) -> {
                                if (ZoneId.getAvailableZoneIds().contains(name)) {
                                    return ZoneId.of(name);
                                }
                                findings.add(
                                        "quotaZone must be a time zone such as Europe/Berlin", at);
                                return null;
                            })
                            .described("The IANA time zone in which its days and months begin"));
    static final Field<Edit<Integer>> PAIR_INTERVAL =
            Field.edit(
                    "pairIntervalSeconds",
                    Shape.integer(1, MAX_INTERVAL_SECONDS)
                            .described(
                                    "The least time between two of its messages to one"
                                            + " recipient"));

    static SenderLimits of(Values values) {
        return new SenderLimits(
                values.get(DAILY_LIMIT),
                values.get(QUOTAS),
                values.get(QUOTA_ZONE),
                values.get(PAIR_INTERVAL));
    }

    Limits apply(Limits before) {
        return new Limits(
                dailyLimit
                        .of(before.dailyLimit().stream().boxed().findFirst())
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                quotas.orElse(before.quotas()),
                quotaZone.orElse(before.zone()),
                pairIntervalSeconds
                        .of(before.pairInterval().map(interval -> (int) interval.toSeconds()))
                        .map(Duration::ofSeconds));
    }

    record QuotaView(Quota.Kind kind, Quota.Period period, int limit, List<String> countries) {

        static QuotaView of(Quota quota) {
            return new QuotaView(
                    quota.kind(),
                    quota.period(),
                    quota.limit(),
                    quota.countries().stream().sorted().toList());
        }
    }

    static List<QuotaView> quotas(Limits limits) {
        return limits.quotas().stream().map(QuotaView::of).toList();
    }

    static String zone(Limits limits) {
        return limits.zone().equals(ZoneOffset.UTC) ? "UTC" : limits.zone().getId();
    }
}
