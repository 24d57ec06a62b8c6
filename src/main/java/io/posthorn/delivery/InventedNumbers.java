package io.posthorn.delivery;

import io.posthorn.message.Address;
import java.util.function.IntFunction;

/// Numbers that look like those of the United States, for questions that name no recipients.
///
/// @param seed another one spreads them otherwise
public record InventedNumbers(long seed) implements IntFunction<Address> {

    /// Area codes of large cities on both coasts and between.
    private static final int[] AREA_CODES = {
        202, 206, 212, 213, 214, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718,
        801, 816
    };

    private static final int FIRST_LINE = 2_000_000; // no exchange begins with 0 or 1

    @Override
    public Address apply(int number) {
        long mixed = (number + seed) * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        int area =
                AREA_CODES[(int) Long.remainderUnsigned(mixed ^ mixed >>> 32, AREA_CODES.length)];
        return new Address(Address.Kind.PHONE, "+1" + area + (FIRST_LINE + number));
    }
}
