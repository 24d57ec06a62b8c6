package io.posthorn.api;

import io.posthorn.message.Policy;
import io.posthorn.message.Policy.Sticky;
import io.posthorn.message.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a request says about how a pool chooses among its members; the rest stays as it is.
record ChoosingChange(
        Optional<Policy.Selection> selection,
        Optional<Sticky> sticky,
        Optional<Policy.GeoMatch> geoMatch,
        Optional<Map<String, List<Sender.Kind>>> kindOrder,
        Optional<Integer> maxRungWaitSeconds,
        Edit<Integer> tierSpillAfterSeconds) {

    private static final int MAX_WAIT_SECONDS = PolicyChange.MAX_VALIDITY_SECONDS;
    private static final int MAX_COUNTRIES = 300;

    /// How long a recipient's sender is waited for when the request says only that he keeps one:
    /// long enough that an outage moves few, short enough that it delays few (routing.md 5).
    private static final Duration USUAL_STICKY_WAIT = Duration.ofSeconds(5);

    private static final Field<Policy.StickyMode> MODE =
            Field.required("mode", Shape.choice(Policy.StickyMode.class));
    private static final Field<Edit<Integer>> MAX_WAIT =
            Field.edit(
                    "maxWaitSeconds",
                    Shape.integer(0, MAX_WAIT_SECONDS)
                            .described(
                                    "How long a message waits for the recipient's sender before"
                                            + " another may take it; 0: not at all, null: for as"
                                            + " long as that sender can send; left out: 5"));

    static final Field<Optional<Policy.Selection>> SELECTION =
            Field.optional("selection", Shape.choice(Policy.Selection.class));
    static final Field<Optional<Sticky>> STICKY =
            Field.optional(
                    "sticky",
                    Shape.object(ChoosingChange::sticky, MODE, MAX_WAIT).named("StickyChange"));
    static final Field<Optional<Policy.GeoMatch>> GEO_MATCH =
            Field.optional(
                    "geoMatch",
                    Shape.choice(Policy.GeoMatch.class)
                            .described(
                                    "Whether senders near the recipient go first, or are the only"
                                            + " ones: REQUIRE takes those of his country"));
    static final Field<Optional<Map<String, List<Sender.Kind>>>> KIND_ORDER =
            Field.optional(
                    "kindOrder",
                    Shape.map(
                                    MAX_COUNTRIES,
                                    Shape.text(1, 2)
                                            .matching(
                                                    "[A-Za-z]{2}|\\*",
                                                    "an ISO 3166 region of two letters, or *")
                                            .as(region -> region.toUpperCase(Locale.ROOT)),
                                    Shape.list(Shape.choice(Sender.Kind.OF_SMS), 1, 4)
                                            .unique(kind -> kind))
                            .described(
                                    "Which kinds of senders go first, best first, by the"
                                            + " recipient's country; * for all others"));
    static final Field<Optional<Integer>> MAX_RUNG_WAIT =
            Field.optional(
                    "maxRungWaitSeconds",
                    Shape.integer(0, MAX_WAIT_SECONDS)
                            .described(
                                    "How long a message waits for a sender of the best place and"
                                            + " kind before others of its tier may take it"));
    static final Field<Edit<Integer>> TIER_SPILL_AFTER =
            Field.edit(
                    "tierSpillAfterSeconds",
                    Shape.integer(0, MAX_WAIT_SECONDS)
                            .described(
                                    "How long a message waits for the lowest tier that can send"
                                            + " before the next may take it; null: for as long as"
                                            + " one of it can"));

    static ChoosingChange of(Values values) {
        return new ChoosingChange(
                values.get(SELECTION),
                values.get(STICKY),
                values.get(GEO_MATCH),
                values.get(KIND_ORDER),
                values.get(MAX_RUNG_WAIT),
                values.get(TIER_SPILL_AFTER));
    }

    private static Sticky sticky(Values values) {
        Optional<Duration> usual = Optional.of(USUAL_STICKY_WAIT);
        return new Sticky(values.get(MODE), seconds(values.get(MAX_WAIT), usual));
    }

    private static Optional<Duration> seconds(Edit<Integer> edit, Optional<Duration> before) {
        return edit.of(before.map(wait -> (int) wait.toSeconds())).map(Duration::ofSeconds);
    }

    Policy.Choosing apply(Policy.Choosing before) {
        return new Policy.Choosing(
                selection.orElse(before.selection()),
                sticky.orElse(before.sticky()),
                geoMatch.orElse(before.geoMatch()),
                kindOrder.orElse(before.kindOrder()),
                maxRungWaitSeconds.map(Duration::ofSeconds).orElse(before.maxRungWait()),
                seconds(tierSpillAfterSeconds, before.tierSpillAfter()));
    }

    /// @param maxWaitSeconds null: for as long as the sender can send
    record StickyView(Policy.StickyMode mode, Optional<Long> maxWaitSeconds) {

        static StickyView of(Sticky sticky) {
            return new StickyView(sticky.mode(), sticky.maxWait().map(Duration::toSeconds));
        }
    }
}
