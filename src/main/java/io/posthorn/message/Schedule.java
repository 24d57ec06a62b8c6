package io.posthorn.message;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// When to send: the moments all expressions of a `sendAt` list have in common. An expression is
///
/// | form | example | means |
/// |---|---|---|
/// | RFC 3339 | `2026-03-19T09:30:00Z` | that moment |
/// | the same without a zone | `2026-03-19T09:30` | that moment on each recipient's clock |
/// | ISO 8601 interval | `2026-03-19T09:00/2026-03-19T17:00`, `…/PT8H` | any moment from the first on and before the second |
///
/// On a recipient's clock, a time that is skipped in spring is the moment the clocks change, and a
/// time that comes twice in autumn is the first of the two.
///
/// A moment that passed at most [#TOLERANCE] ago means now; an interval is never overstepped.
/// Nothing is scheduled further ahead than [#MAX_AHEAD].
public final class Schedule {

    /// How late a request for an exact moment may come.
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    public static final Duration MAX_AHEAD = Duration.ofDays(35);

    /// The most expressions in one list.
    public static final int MAX_EXPRESSIONS = 10;

    private final List<ScheduleExpression> expressions;

    private Schedule(List<ScheduleExpression> expressions) {
        this.expressions = List.copyOf(expressions);
    }

    /// Reads all expressions; none at all means at once.
    ///
    /// @throws Malformed naming every expression that cannot be understood
    public static Schedule parse(List<String> sendAt) {
        List<ScheduleExpression> expressions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < Math.min(sendAt.size(), MAX_EXPRESSIONS); i++) {
            try {
                expressions.add(ScheduleExpression.parse(sendAt.get(i)));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(i, String.valueOf(e.getMessage())));
            }
        }
        if (sendAt.size() > MAX_EXPRESSIONS) {
            String message = "at most " + MAX_EXPRESSIONS + " expressions are possible";
            problems.add(new Problem(MAX_EXPRESSIONS, message));
        }
        if (!problems.isEmpty()) {
            throw new Malformed(problems);
        }
        return new Schedule(expressions);
    }

    /// Whether the moment depends on the recipient's time zone.
    public boolean isLocal() {
        return expressions.stream().anyMatch(ScheduleExpression::isLocal);
    }

    /// The first moment, from `now` on, at which a recipient of `zone` may be sent to.
    public Slot slot(ZoneId zone, Instant now) {
        List<ScheduleExpression.Span> spans =
                expressions.stream().map(expression -> expression.in(zone)).toList();
        Instant from =
                spans.stream()
                        .map(ScheduleExpression.Span::from)
                        .max(Comparator.naturalOrder())
                        .orElse(now);
        if (!spans.stream().allMatch(span -> span.contains(from))) {
            return new Slot.Never("the expressions have no moment in common");
        }
        boolean exact = spans.stream().anyMatch(ScheduleExpression.Span::isMoment);
        return exact ? moment(from, now) : interval(from, spans, now);
    }

    private static Slot moment(Instant moment, Instant now) {
        if (moment.isBefore(now.minus(TOLERANCE))) {
            return new Slot.Never("the moment is in the past");
        }
        return ahead(moment, Optional.empty(), now);
    }

    private static Slot interval(Instant from, List<ScheduleExpression.Span> spans, Instant now) {
        Optional<Instant> until =
                spans.stream()
                        .flatMap(span -> span.until().stream())
                        .min(Comparator.naturalOrder());
        if (until.filter(end -> !now.isBefore(end)).isPresent()) {
            return new Slot.Never("the interval is in the past");
        }
        return ahead(from, until, now);
    }

    private static Slot ahead(Instant from, Optional<Instant> until, Instant now) {
        if (from.isAfter(now.plus(MAX_AHEAD))) {
            return new Slot.Never("the moment is more than " + MAX_AHEAD.toDays() + " days ahead");
        }
        return new Slot.At(from.isBefore(now) ? now : from, until);
    }

    /// What a schedule comes to for one recipient.
    public sealed interface Slot {

        /// From `from` on; for intervals also before `until`.
        record At(Instant from, Optional<Instant> until) implements Slot {}

        record Never(String reason) implements Slot {}
    }

    /// What is wrong with the expression at `index` of the list.
    public record Problem(int index, String message) {}

    /// A `sendAt` list that is not one, with everything that is wrong with it.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<Problem> problems;

        Malformed(List<Problem> problems) {
            super(problems.toString());
            this.problems = List.copyOf(problems);
        }

        public List<Problem> problems() {
            return problems;
        }
    }
}
