package io.posthorn.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// Times as people read them.
final class Moments {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private Moments() {}

    /// The time of day here; what is no moment stays as it is.
    static String time(String moment) {
        return in(TIME, moment);
    }

    static String day(String moment) {
        return in(DAY, moment);
    }

    private static String in(DateTimeFormatter format, String moment) {
        try {
            return format.format(Instant.parse(moment));
        } catch (DateTimeParseException e) {
            return moment;
        }
    }

    /// 8 s, 4:05, 1:02:03.
    static String length(Duration time) {
        long seconds = Math.round(time.toMillis() / 1000.0);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }

    static String length(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : length(Duration.ofMillis((long) (seconds * 1000)));
    }
}
