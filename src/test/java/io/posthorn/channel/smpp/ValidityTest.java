package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {

    @ParameterizedTest
    @CsvSource({
        "PT1H30M, 000000013000000R",
        "PT36000S, 000000100000000R",
        "P3DT4H5M6S, 000003040506000R",
        "P400D, 000028000000000R",
        "PT0.2S, 000000000001000R",
        "PT-5S, 000000000001000R"
    })
    void what_is_left_is_written_as_a_relative_time(Duration left, String written) {
        assertThat(Validity.relative(left)).isEqualTo(written);
    }
}
