package io.posthorn.message;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/// The hours of the recipient's day in which nothing is sent to him.
///
/// @param from the first quiet minute of his local time
/// @param until the first minute after; before `from` when the night lies between them
/// @param exempt priorities that are sent all the same
public record QuietHours(LocalTime from, LocalTime until, Set<Priority> exempt) {

    /// When a message that may not leave `now` may: empty, when it may now. A local time a clock
    /// change leaves out is the first moment after it; one that comes twice is the first.
    public Optional<Instant> end(Priority priority, ZoneId zone, Instant now) {
        ZonedDateTime local = now.atZone(zone);
        if (exempt.contains(priority) || !quiet(local.toLocalTime())) {
            return Optional.empty();
        }
        boolean tomorrow = until.isBefore(from) && !local.toLocalTime().isBefore(from);
        ZonedDateTime end =
                local.toLocalDate().plusDays(tomorrow ? 1 : 0).atTime(until).atZone(zone);
        return Optional.of(end.toInstant()).filter(now::isBefore);
    }

    private boolean quiet(LocalTime time) {
        return from.isBefore(until)
                ? !time.isBefore(from) && time.isBefore(until)
                : !time.isBefore(from) || time.isBefore(until);
    }
}
