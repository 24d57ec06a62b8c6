package io.posthorn.message;

import java.util.Arrays;
import java.util.Optional;

/// One installation of an app, and whose push service reaches it.
///
/// @param token as the push service gave it to the app
public record Device(Provider provider, String token) {

    public enum Provider {
        FCM,
        APN
    }

    /// The form in which an address holds it: `FCM:token`.
    public Address address() {
        return new Address(Address.Kind.DEVICE, provider + ":" + token);
    }

    /// Empty for an address that is no device.
    public static Optional<Device> of(Address address) {
        if (address.kind() != Address.Kind.DEVICE) {
            return Optional.empty();
        }
        return Arrays.stream(Provider.values())
                .filter(provider -> address.value().startsWith(provider + ":"))
                .map(provider -> new Device(provider, address.value().substring(4)))
                .findFirst();
    }

    @Override
    public String toString() {
        return "Device[" + provider + "]"; // who has a token can be written to
    }
}
