package io.posthorn.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far the clock is to be moved.
record ClockAdvance(Duration by) {

    private static final int YEAR = 366 * 86_400; // seconds

    private static final Field<Integer> SECONDS =
            Field.required("advanceSeconds", Shape.integer(0, YEAR));
    private static final Field<Duration> ADVANCE =
            Field.required(
                    "advance",
                    Shape.text(1, 40)
                            .then(ClockAdvance::duration)
                            .described("An ISO 8601 duration such as PT1H"));

    static final Shape<ClockAdvance> SHAPE =
            Shape.<ClockAdvance>oneOf(
                            List.of(
                                    Shape.arm(
                                            "advanceSeconds",
                                            Shape.object(
                                                    values ->
                                                            new ClockAdvance(
                                                                    Duration.ofSeconds(
                                                                            values.get(SECONDS))),
                                                    SECONDS)),
                                    Shape.arm(
                                            "advance",
                                            Shape.object(
                                                    values -> new ClockAdvance(values.get(ADVANCE)),
                                                    ADVANCE))))
                    .named("ClockAdvance");

    private static @Nullable Duration duration(String text, Place at, Findings findings) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && duration.toSeconds() <= YEAR) {
                return duration;
            }
        } catch (DateTimeParseException notOne) {
            // said below, as for one that is too long
        }
        findings.add(at.label() + " must be an ISO 8601 duration of at most 366 days", at);
        return null;
    }
}
