package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTunerTest {

    @ParameterizedTest
    @CsvSource({
        "200, 50, 20", // rate x delay x 2
        "200, 1, 10", // never so few that a pause of the machine costs rate
        "200, 5000, 600", // never more than three seconds' worth
        "2, 5000, 6",
        "1, 10, 3",
        "5000, 3000, 2000"
    })
    void the_window_is_what_rate_and_delay_need(double rate, long delayMillis, int window) {
        WindowTuner tuner = new WindowTuner(OptionalDouble.of(rate), 0);

        assertThat(after(tuner, 100, delayMillis)).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({"100, 10, 10", "1000, 50, 100", "400, 5000, 1200"})
    void without_a_configured_rate_the_one_there_is_counts(
            int perSecond, long delayMillis, int window) {
        WindowTuner tuner = new WindowTuner(OptionalDouble.empty(), 0);

        assertThat(after(tuner, perSecond, delayMillis)).isEqualTo(window);
    }

    @Test
    void one_slow_answer_in_a_hundred_changes_nothing() {
        WindowTuner tuner = new WindowTuner(OptionalDouble.of(200), 0);
        tuner.answered(Duration.ofSeconds(9).toNanos(), 1);

        assertThat(after(tuner, 100, 50)).isEqualTo(20);
    }

    /// A second's answers.
    private static int after(WindowTuner tuner, int answers, long delayMillis) {
        int window = 0;
        for (int i = 1; i <= answers; i++) {
            long now = Duration.ofSeconds(1).toNanos() * i / answers;
            window = tuner.answered(Duration.ofMillis(delayMillis).toNanos(), now);
        }
        return window;
    }
}
