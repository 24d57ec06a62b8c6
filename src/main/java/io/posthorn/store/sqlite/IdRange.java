package io.posthorn.store.sqlite;

import io.posthorn.message.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Id numbers from `from` on, below `until`: ids grow with time, so dates are ranges of them.
record IdRange(long from, long until) {

    private static final Instant LAST = Instant.parse("2109-01-01T00:00:00Z"); // ids end soon after

    /// @param before an id that the range stays below
    static IdRange of(Optional<Instant> from, Optional<Instant> until, Optional<Long> before) {
        long end = until.map(IdRange::firstAt).orElse(Long.MAX_VALUE);
        return new IdRange(
                from.map(IdRange::firstAt).orElse(0L), Math.min(end, before.orElse(end)));
    }

    /// An id tells its millisecond, so the first at or after a moment is of the next whole one.
    static long firstAt(Instant moment) {
        if (moment.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        if (moment.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return Ids.floor(moment.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS));
    }

    /// The part of it among the `size` numbers from `first` on.
    IdRange within(long first, long size) {
        return new IdRange(Math.max(from, first), Math.min(until, first + size));
    }
}
