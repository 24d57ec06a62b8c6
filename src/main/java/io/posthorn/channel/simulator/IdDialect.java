package io.posthorn.channel.simulator;

import java.util.Locale;

/// How a carrier writes one message's number in its answer, and how in the receipt. SMPP 3.4 leaves
/// message_id to the carrier (section 5.2.23) and calls the id of a receipt decimal in an example
/// (appendix B), so both forms differ in the field.
public enum IdDialect {
    SAME_DECIMAL(Writing.DECIMAL, Writing.DECIMAL),
    SAME_HEX(Writing.HEX, Writing.HEX),
    /// The oldest disagreement: hexadecimal as in SMPP 3.3, the receipt decimal.
    HEX_THEN_DECIMAL(Writing.HEX, Writing.DECIMAL),
    DECIMAL_THEN_HEX(Writing.DECIMAL, Writing.HEX),
    UPPER_HEX_THEN_DECIMAL(Writing.UPPER_HEX, Writing.DECIMAL),
    DECIMAL_THEN_UPPER_HEX(Writing.DECIMAL, Writing.UPPER_HEX),
    LOWER_THEN_UPPER(Writing.HEX, Writing.UPPER_HEX),
    UPPER_THEN_LOWER(Writing.UPPER_HEX, Writing.HEX),
    DECIMAL_THEN_PADDED(Writing.DECIMAL, Writing.PADDED_DECIMAL),
    PADDED_THEN_DECIMAL(Writing.PADDED_DECIMAL, Writing.DECIMAL),
    PADDED_HEX_THEN_PADDED(Writing.PADDED_HEX, Writing.PADDED_DECIMAL),
    /// Letters and digits that are no number at all, in another case.
    UUID_THEN_UPPER(Writing.UUID, Writing.UPPER_UUID);

    private final Writing answer;
    private final Writing receipt;

    IdDialect(Writing answer, Writing receipt) {
        this.answer = answer;
        this.receipt = receipt;
    }

    /// The id in submit_sm_resp.
    String answer(long number) {
        return answer.write(number);
    }

    /// The id in the receipt.
    String receipt(long number) {
        return receipt.write(number);
    }

    private enum Writing {
        DECIMAL,
        PADDED_DECIMAL,
        HEX,
        UPPER_HEX,
        PADDED_HEX,
        UUID,
        UPPER_UUID;

        private static final int LONGEST_DECIMAL = 20; // of a 64-bit number
        private static final int LONGEST_HEX = 16;

        String write(long number) {
            return switch (this) {
                case DECIMAL -> Long.toString(number);
                case PADDED_DECIMAL -> padded(Long.toString(number), LONGEST_DECIMAL);
                case HEX -> Long.toHexString(number);
                case UPPER_HEX -> upper(Long.toHexString(number));
                case PADDED_HEX -> padded(Long.toHexString(number), LONGEST_HEX);
                case UUID -> uuid(number);
                case UPPER_UUID -> upper(uuid(number));
            };
        }

        private static String padded(String digits, int width) {
            return "0".repeat(width - digits.length()) + digits;
        }

        private static String upper(String text) {
            return text.toUpperCase(Locale.ROOT);
        }

        private static String uuid(long number) {
            // Spread out, so that neighbours do not differ in the last place only.
            return new java.util.UUID(number * 0x9E3779B97F4A7C15L, number).toString();
        }
    }
}
