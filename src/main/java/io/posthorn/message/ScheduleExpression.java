package io.posthorn.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One expression of a [Schedule]: a moment or an interval, in a zone or on the recipient's clock.
sealed interface ScheduleExpression {

    Duration MAX_DURATION = Duration.ofDays(3_650); // as good as for ever, and no overflow

    record Moment(Point at) implements ScheduleExpression {}

    record Interval(Point from, Point until) implements ScheduleExpression {}

    /// What an expression means for one zone; no `until` when it is a single moment.
    record Span(Instant from, Optional<Instant> until) {

        boolean isMoment() {
            return until.isEmpty();
        }

        /// For moments that are not before `from`.
        boolean contains(Instant moment) {
            return until.map(moment::isBefore).orElse(moment.equals(from));
        }
    }

    /// Reads one expression.
    ///
    /// @throws IllegalArgumentException with a message for the one who wrote it
    static ScheduleExpression parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Moment(Point.parse(text.strip()))
                : interval(text.substring(0, slash).strip(), text.substring(slash + 1).strip());
    }

    private static Interval interval(String first, String second) {
        Point from = Point.parse(first);
        Point until = second.startsWith("P") ? from.plus(duration(second)) : Point.parse(second);
        if (from.isLocal() != until.isLocal()) {
            throw new IllegalArgumentException(
                    "both ends of an interval need a time zone, or neither");
        }
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("an interval must end after it starts");
        }
        return new Interval(from, until);
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            return duration.compareTo(MAX_DURATION) <= 0 ? duration : MAX_DURATION;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not an ISO 8601 duration of days or less", e);
        }
    }

    default boolean isLocal() {
        return switch (this) {
            case Moment(Point at) -> at.isLocal();
            case Interval(Point from, Point _) -> from.isLocal();
        };
    }

    default Span in(ZoneId zone) {
        return switch (this) {
            case Moment(Point at) -> new Span(at.in(zone), Optional.empty());
            case Interval(Point from, Point until) ->
                    new Span(from.in(zone), Optional.of(until.in(zone)));
        };
    }

    /// A point in time, or on the recipient's clock.
    sealed interface Point {

        // RFC 3339 section 5.6, where the seconds and the offset may be missing
        Pattern FORM =
                Pattern.compile(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?");

        record Absolute(Instant instant) implements Point {}

        record Local(LocalDateTime time) implements Point {}

        static Point parse(String text) {
            String upper = text.toUpperCase(Locale.ROOT); // `t` and `z` are allowed
            var form = FORM.matcher(upper);
            if (!form.matches()) {
                throw new IllegalArgumentException("not a date-time such as 2026-03-19T09:30:00Z");
            }
            try {
                return point(upper, form.group(3));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("no such date, time or offset", e);
            }
        }

        private static Point point(String text, @Nullable String offset) {
            return offset == null
                    ? new Local(LocalDateTime.parse(text))
                    : new Absolute(OffsetDateTime.parse(text).toInstant());
        }

        default boolean isLocal() {
            return switch (this) {
                case Absolute _ -> false;
                case Local _ -> true;
            };
        }

        default Point plus(Duration duration) {
            return switch (this) {
                case Absolute(Instant instant) -> new Absolute(instant.plus(duration));
                case Local(LocalDateTime time) -> new Local(time.plus(duration));
            };
        }

        default boolean isBefore(Point other) {
            return switch (this) {
                case Absolute(Instant instant) ->
                        other instanceof Absolute(Instant later) && instant.isBefore(later);
                case Local(LocalDateTime time) ->
                        other instanceof Local(LocalDateTime later) && time.isBefore(later);
            };
        }

        default Instant in(ZoneId zone) {
            return switch (this) {
                case Absolute(Instant instant) -> instant;
                case Local(LocalDateTime time) -> instant(time, zone);
            };
        }

        private static Instant instant(LocalDateTime time, ZoneId zone) {
            ZoneOffsetTransition change = zone.getRules().getTransition(time);
            return change != null && change.isGap()
                    ? change.getInstant() // keeps the order of the ends of an interval
                    : time.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
        }
    }
}
