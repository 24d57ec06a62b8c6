package io.posthorn.channel.simulator;

import io.posthorn.message.Device;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Recipients with a fate of their own, whatever the behaviour says. This is the table the
/// documentation is made from.
public enum MagicNumber {
    INVALID("+15005550001", "invalid: refused with ESME_RINVDSTADR"),
    DELIVERED_AT_ONCE("+15005550006", "delivered at once"),
    NOT_MOBILE("+15005550009", "not a mobile phone: undelivered with error 30006"),
    DELIVERED_LATER("+15005550101", "delivered after 2 seconds"),
    UNREACHABLE("+15005550102", "undelivered with error 30003"),
    THROTTLED("+15005550103", "throttled three times, then delivered"),
    NO_ANSWER("+15005550104", "the carrier never answers"),
    EARLY_RECEIPT("+15005550105", "the receipt comes before the answer"),
    NOT_RCS_CAPABLE("+15005550106", "not RCS-capable; an SMS is delivered"),
    NO_RECEIPT("+15005550107", "accepted, but the receipt never comes"),
    CONTENT_REJECTED("+15005550108", "the content is rejected with error 30007");

    private static final Map<String, MagicNumber> BY_NUMBER =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(MagicNumber::number, Function.identity()));

    private final String number;
    private final String meaning;

    MagicNumber(String number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /// In E.164.
    public String number() {
        return number;
    }

    /// What happens to a message for it, for the documentation.
    public String meaning() {
        return meaning;
    }

    /// Of a device: its token ends in the digits of the number.
    static Optional<MagicNumber> ofDevice(String address) {
        boolean device =
                Stream.of(Device.Provider.values())
                        .anyMatch(each -> address.startsWith(each + ":"));
        return Stream.of(values())
                .filter(magic -> device && address.endsWith(magic.number.substring(1)))
                .findFirst();
    }

    public static Optional<MagicNumber> of(String number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }
}
