package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Address;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressFilterTest {

    private static final int MANY = 200_000;

    private final AddressFilter filter = new AddressFilter();

    private static Address phone(int number) {
        return new Address(Address.Kind.PHONE, "+1415%07d".formatted(number));
    }

    @Test
    void what_was_added_may_be_there_and_almost_nothing_else() {
        IntStream.range(0, MANY).forEach(i -> filter.add("AC1", phone(i)));
        assertThat(IntStream.range(0, MANY).allMatch(i -> filter.mayContain("AC1", phone(i))))
                .isTrue();
        assertThat(
                        IntStream.range(MANY, 2 * MANY)
                                .filter(i -> filter.mayContain("AC1", phone(i)))
                                .count())
                .isLessThan(20);
    }

    @Test
    void accounts_and_kinds_of_address_are_apart() {
        filter.add("AC1", phone(1));
        assertThat(filter.mayContain("AC2", phone(1))).isFalse();
        assertThat(filter.mayContain("AC1", new Address(Address.Kind.WHATSAPP, phone(1).value())))
                .isFalse();
    }
}
