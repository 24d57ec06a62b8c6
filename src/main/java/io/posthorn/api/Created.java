package io.posthorn.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A filter by time of creation; the start is inclusive, the end exclusive.
record Created(Optional<Instant> from, Optional<Instant> until) {

    static final Field<Optional<Instant>> START = Field.optional("startDate", Shapes.INSTANT);
    static final Field<Optional<Instant>> END = Field.optional("endDate", Shapes.INSTANT);

    static Created of(Values values) {
        return new Created(values.get(START), values.get(END));
    }

    boolean matches(Instant createdAt) {
        return from.map(start -> !createdAt.isBefore(start)).orElse(true)
                && until.map(createdAt::isBefore).orElse(true);
    }

    /// The filter, or null after noting that it ends before it starts.
    @Nullable Created check(Place object, Findings findings) {
        if (from.isPresent() && until.isPresent() && !until.get().isAfter(from.get())) {
            findings.add("endDate must be later than startDate", object.property("endDate"));
            return null;
        }
        return this;
    }
}
