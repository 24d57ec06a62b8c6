package io.posthorn.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One person: the addresses that are alternatives for reaching him, and his values for the
/// template.
///
/// @param name what an email calls him beside his address
public record Recipient(
        List<Address> addresses,
        Optional<Profile> profile,
        Map<String, String> variables,
        Optional<String> name) {

    /// A stored person of Conversation Memory; kept and shown, not resolved to addresses.
    public record Profile(String profileId, String memoryStoreId) {}

    public Recipient {
        addresses = List.copyOf(addresses);
        variables = Map.copyOf(variables);
    }

    public Recipient(
            List<Address> addresses, Optional<Profile> profile, Map<String, String> variables) {
        this(addresses, profile, variables, Optional.empty());
    }

    public static Recipient phone(String e164) {
        return new Recipient(
                List.of(new Address(Address.Kind.PHONE, e164)), Optional.empty(), Map.of());
    }
}
