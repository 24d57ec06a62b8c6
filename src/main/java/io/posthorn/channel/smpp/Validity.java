package io.posthorn.channel.smpp;

import java.time.Duration;

/// The validity_period of a submit (SMPP 3.4 section 7.1.1).
final class Validity {
    private static final Duration LONGEST = Duration.ofDays(28); // the days of any month

    private Validity() {}

    /// What is left, as a relative time: `000000013000000R` is an hour and a half. At least a
    /// second and at most 28 days.
    static String relative(Duration left) {
        Duration shown = left.compareTo(LONGEST) > 0 ? LONGEST : left;
        Duration atLeast = shown.toSeconds() < 1 ? Duration.ofSeconds(1) : shown;
        return "0000%02d%02d%02d%02d000R"
                .formatted(
                        atLeast.toDays(),
                        atLeast.toHoursPart(),
                        atLeast.toMinutesPart(),
                        atLeast.toSecondsPart());
    }
}
