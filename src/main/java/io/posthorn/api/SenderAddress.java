package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.EmailAddress;
import io.posthorn.message.Numbering;
import io.posthorn.message.Sender.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What may stand as a sender's address on each channel, and in which form it is kept.
final class SenderAddress {

    static final int MAX_LENGTH = 255;

    private static final Pattern SHORT_CODE = Pattern.compile("[0-9]{3,8}");
    private static final Pattern ALPHANUMERIC = // GSM 03.38: 11 septets fit the address field
            Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9 ._+&-]{1,11}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]+");
    private static final Set<String> TOLL_FREE =
            Set.of("800", "833", "844", "855", "866", "877", "888");

    private SenderAddress() {}

    /// The form an address is kept and compared in; empty when the channel has no such addresses.
    static Optional<String> normalise(String address, Channel channel) {
        return switch (channel) {
            case SMS ->
                    matches(SHORT_CODE, address)
                            .or(() -> Numbering.normalise(address))
                            .or(() -> matches(ALPHANUMERIC, address));
            case WHATSAPP -> Numbering.normalise(address);
            case EMAIL -> EmailAddress.normalise(address);
            case RCS, PUSH -> matches(NAME, address);
        };
    }

    /// What kind of address it is, by its form.
    static Kind kind(String normalised) {
        if (SHORT_CODE.matcher(normalised).matches()) {
            return Kind.SHORT_CODE;
        }
        if (!normalised.startsWith("+")) {
            return Kind.ALPHANUMERIC;
        }
        boolean tollFree = Numbering.areaCode(normalised).filter(TOLL_FREE::contains).isPresent();
        return tollFree ? Kind.TOLL_FREE : Kind.LONG_CODE;
    }

    /// What is said about an address that is none.
    static String expected(Channel channel) {
        return switch (channel) {
            case SMS ->
                    "a phone number with its calling code, a short code, or up to 11 letters and"
                            + " digits";
            case WHATSAPP -> "a phone number with its calling code";
            case EMAIL -> "an email address";
            case RCS, PUSH -> "a name of letters, digits and . _ : -";
        };
    }

    private static Optional<String> matches(Pattern pattern, String address) {
        return Optional.of(address).filter(text -> pattern.matcher(text).matches());
    }
}
