package io.posthorn.api;

import io.posthorn.message.Priority;
import io.posthorn.message.QuietHours;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The quiet hours of a pool, as they are asked for and answered.
record QuietHoursForm(String from, String until, List<Priority> exempt) {

    private static final Shape<LocalTime> TIME =
            Shape.text(5, 5)
                    .matching("([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day such as 21:00")
                    .as(LocalTime::parse);
    private static final Field<LocalTime> FROM =
            Field.required("from", TIME.described("The first quiet minute of the recipient's day"));
    private static final Field<LocalTime> UNTIL =
            Field.required("until", TIME.described("The first minute after"));
    private static final Field<List<Priority>> EXEMPT =
            Field.optionalOr(
                    "exempt",
                    Shape.list(Shape.choice(Priority.class), 0, 3)
                            .unique(priority -> priority)
                            .described("Priorities that are sent all the same"),
                    List.of());

    static final Shape<QuietHours> SHAPE =
            Shape.object(
                            values ->
                                    new QuietHours(
                                            values.get(FROM),
                                            values.get(UNTIL),
                                            Set.copyOf(values.get(EXEMPT))),
                            FROM,
                            UNTIL,
                            EXEMPT)
                    .named("QuietHoursChange")
                    .then(QuietHoursForm::check);

    private static @Nullable QuietHours check(QuietHours hours, Place at, Findings findings) {
        if (hours.from().equals(hours.until())) {
            findings.add("until must be another time than from", at.property("until"));
            return null;
        }
        return hours;
    }

    static QuietHoursForm of(QuietHours hours) {
        return new QuietHoursForm(
                hours.from().toString(),
                hours.until().toString(),
                hours.exempt().stream().sorted().toList());
    }
}
