package io.posthorn.channel.smpp;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Writes addresses the way a carrier wants them: digits without `+`, with the type of number and
/// numbering plan that is configured, or else the one the address shows.
record Addressing(Plan source, Plan destination) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int SHORT_CODE_MAX = 8; // digits

    /// Empty: by the look of the address.
    record Plan(OptionalInt ton, OptionalInt npi) {
        static final Plan AUTO = new Plan(OptionalInt.empty(), OptionalInt.empty());

        private SmeAddress apply(SmeAddress found) {
            return new SmeAddress(ton.orElse(found.ton()), npi.orElse(found.npi()), found.value());
        }
    }

    SmeAddress from(String sender) {
        return source.apply(byLook(sender));
    }

    SmeAddress to(String phone) {
        return destination.apply(byLook(phone));
    }

    private static SmeAddress byLook(String address) {
        if (address.startsWith("+")) {
            return new SmeAddress(
                    SmeAddress.TON_INTERNATIONAL, SmeAddress.NPI_ISDN, address.substring(1));
        }
        if (!DIGITS.matcher(address).matches()) {
            return new SmeAddress(SmeAddress.TON_ALPHANUMERIC, SmeAddress.NPI_UNKNOWN, address);
        }
        return address.length() <= SHORT_CODE_MAX
                ? new SmeAddress(SmeAddress.TON_NETWORK_SPECIFIC, SmeAddress.NPI_UNKNOWN, address)
                : new SmeAddress(SmeAddress.TON_UNKNOWN, SmeAddress.NPI_ISDN, address);
    }

    /// The address as the rest of the server writes it: international numbers begin with `+`.
    static String plain(SmeAddress address) {
        boolean international = address.ton() == SmeAddress.TON_INTERNATIONAL;
        boolean plus = international && DIGITS.matcher(address.value()).matches();
        return plus ? "+" + address.value() : address.value();
    }
}
