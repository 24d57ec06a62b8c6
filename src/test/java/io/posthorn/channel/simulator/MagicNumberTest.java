package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MagicNumberTest {

    @ParameterizedTest
    @EnumSource(MagicNumber.class)
    void every_number_is_found_and_explained(MagicNumber magic) {
        assertThat(MagicNumber.of(magic.number())).contains(magic);
        assertThat(magic.number()).matches("\\+1500555\\d{4}");
        assertThat(magic.meaning()).isNotBlank();
    }

    @Test
    void other_numbers_are_not_magic() {
        assertThat(MagicNumber.of("+15005550002")).isEmpty();
    }
}
