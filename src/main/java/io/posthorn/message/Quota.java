package io.posthorn.message;

import java.util.Set;

/// How much a sender may send in a day or month, apart from its rate.
///
/// @param limit 1 and above
/// @param countries ISO regions it counts; empty: all
public record Quota(Kind kind, Period period, int limit, Set<String> countries) {

    /// What is counted.
    public enum Kind {
        MESSAGES,
        SEGMENTS,
        UNIQUE_RECIPIENTS
    }

    /// Begins at midnight of the sender's reset zone, a month on its first day.
    public enum Period {
        DAY,
        MONTH
    }
}
