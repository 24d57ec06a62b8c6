package io.posthorn.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The hours of the recipient's day in which nothing is sent to him.
///
/// @param from the first quiet minute of his local time
/// @param until the first minute after; before `from` when the night lies between them
/// @param exempt priorities that are sent all the same
public record QuietHours(LocalTime from, LocalTime until, Set<Priority> exempt) {

    /// When a message that may not leave `now` may: empty, when it may now. A local time a clock
    /// change leaves out is the first moment after it; one that comes twice is the first.
    public Optional<Instant> end(Priority priority, ZoneId zone, Instant now) {
        if (exempt.contains(priority)) {
            return Optional.empty();
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        return Stream.of(today.minusDays(1), today, today.plusDays(1))
                .filter(day -> !now.isBefore(moment(day, from, zone)))
                .map(day -> moment(until.isBefore(from) ? day.plusDays(1) : day, until, zone))
                .filter(now::isBefore)
                .findFirst();
    }

    /// The same for the recipient at `to`, by the time zone of his number; of other addresses none
    /// is known, they are in UTC.
    public Optional<Instant> end(Priority priority, Address to, Instant now) {
        return end(priority, zone(to), now);
    }

    private static ZoneId zone(Address to) {
        return switch (to.kind()) {
            case PHONE, WHATSAPP -> Numbering.zone(to.value());
            case EMAIL, DEVICE -> ZoneOffset.UTC;
        };
    }

    private static Instant moment(LocalDate day, LocalTime time, ZoneId zone) {
        LocalDateTime local = day.atTime(time);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }
}
