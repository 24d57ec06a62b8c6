package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressingTest {
    private static final Addressing AUTO =
            new Addressing(Addressing.Plan.AUTO, Addressing.Plan.AUTO);

    @ParameterizedTest
    @CsvSource({
        "+15005550006, 1, 1, 15005550006",
        "12345, 3, 0, 12345",
        "12345678, 3, 0, 12345678",
        "491701234567, 0, 1, 491701234567",
        "Acme, 5, 0, Acme",
        "Acme 24, 5, 0, Acme 24",
        "2FAcode, 5, 0, 2FAcode"
    })
    void a_sender_has_the_type_it_shows(String sender, int ton, int npi, String value) {
        assertThat(AUTO.from(sender)).isEqualTo(new SmeAddress(ton, npi, value));
    }

    @Test
    void a_setting_overrides_what_the_address_shows() {
        Addressing.Plan unknown = new Addressing.Plan(OptionalInt.of(0), OptionalInt.of(0));

        assertThat(new Addressing(Addressing.Plan.AUTO, unknown).to("+15005550006"))
                .isEqualTo(new SmeAddress(0, 0, "15005550006"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 15005550006, +15005550006",
        "0, 15005550006, 15005550006",
        "3, 12345, 12345",
        "5, Acme, Acme",
        "1, +15005550006, +15005550006"
    })
    void incoming_addresses_are_written_as_ours(int ton, String value, String plain) {
        assertThat(Addressing.plain(new SmeAddress(ton, 1, value))).isEqualTo(plain);
    }
}
