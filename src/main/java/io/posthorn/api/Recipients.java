package io.posthorn.api;

import io.posthorn.message.Address;
import io.posthorn.message.EmailAddress;
import io.posthorn.message.Numbering;
import io.posthorn.message.Recipient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people a request names, in every form the contract has had for them.
final class Recipients {

    private static final int MAX_ADDRESSES = 10;
    static final int MAX_ADDRESS = 320; // an email address, RFC 3696 erratum 1690
    private static final int MAX_VARIABLES = 1000;
    private static final int MAX_NAME = 128;
    private static final int MAX_VALUE = 10_000;

    private static final Field<String> ADDRESS =
            Field.required("address", Shape.text(1, MAX_ADDRESS));
    static final Field<Map<String, String>> VARIABLES =
            Field.withDefault(
                    "variables",
                    Shape.map(MAX_VARIABLES, Shape.text(1, MAX_NAME), Shape.text(0, MAX_VALUE))
                            .described("This recipient's values for the Liquid in the content"),
                    Map.of());
    private static final Field<String> PROFILE =
            Field.required(
                    "profileId",
                    Shape.text(1, 100)
                            .matching(
                                    "mem_profile_[0-7][a-hjkmnpqrstv-z0-9]{25,34}",
                                    "an id that begins with mem_profile_"));
    private static final Field<String> MEMORY_STORE =
            Field.required(
                    "memoryStoreId",
                    Shape.text(1, 100)
                            .matching(
                                    "mem_store_[0-7][a-hjkmnpqrstv-z0-9]{25,34}",
                                    "an id that begins with mem_store_"));

    /// An address of one person to send a message to.
    private static final Kinds MESSAGE =
            new Kinds(List.of(Address.Kind.PHONE, Address.Kind.WHATSAPP));

    /// An address of one person in general.
    static final Shape<Address> ANY_ADDRESS =
            new Kinds(List.of(Address.Kind.PHONE, Address.Kind.WHATSAPP, Address.Kind.EMAIL))
                    .shape()
                    .named("RecipientAddress");

    private static final Field<List<Address>> ADDRESSES =
            Field.required("addresses", Shape.list(MESSAGE.shape(), 1, MAX_ADDRESSES));

    /// A stored person.
    static final Shape<Recipient> OF_PROFILE =
            Shape.object(Recipients::profile, PROFILE, MEMORY_STORE, VARIABLES)
                    .named("ProfileRecipient");

    static final Shape<Recipient> SHAPE =
            Shape.oneOf(
                            List.of(
                                    Shape.arm("address", MESSAGE.flat()),
                                    Shape.arm(
                                            "addresses",
                                            Shape.object(
                                                            values ->
                                                                    person(
                                                                            values.get(ADDRESSES),
                                                                            values),
                                                            ADDRESSES,
                                                            VARIABLES)
                                                    .named("AddressesRecipient")),
                                    Shape.arm("profileId", OF_PROFILE)))
                    .named("Recipient");

    private Recipients() {}

    private static Recipient person(List<Address> addresses, Values values) {
        return new Recipient(addresses, Optional.empty(), values.get(VARIABLES));
    }

    private static Recipient profile(Values values) {
        return new Recipient(
                List.of(),
                Optional.of(new Recipient.Profile(values.get(PROFILE), values.get(MEMORY_STORE))),
                values.get(VARIABLES));
    }

    private record Raw(String address, Address.Kind kind, Map<String, String> variables) {}

    /// The address spaces allowed in one place.
    private record Kinds(List<Address.Kind> kinds) {

        Shape<Address> shape() {
            var channel = Field.required("channel", Shape.choice(kinds));
            return Shape.object(
                            values -> new Raw(values.get(ADDRESS), values.get(channel), Map.of()),
                            ADDRESS,
                            channel)
                    .then(Recipients::address);
        }

        Shape<Recipient> flat() {
            var channel = Field.required("channel", Shape.choice(kinds));
            return Shape.object(
                            values ->
                                    new Raw(
                                            values.get(ADDRESS),
                                            values.get(channel),
                                            values.get(VARIABLES)),
                            ADDRESS,
                            channel,
                            VARIABLES)
                    .named("AddressRecipient")
                    .then(Recipients::recipient);
        }
    }

    private static @Nullable Recipient recipient(Raw raw, Place at, Findings findings) {
        Address address = address(raw, at, findings);
        return address == null
                ? null
                : new Recipient(List.of(address), Optional.empty(), raw.variables);
    }

    private static @Nullable Address address(Raw raw, Place at, Findings findings) {
        return address(raw.address, raw.kind, at, findings);
    }

    /// The address an object at `at` names, or null after noting that it is none.
    static @Nullable Address address(
            String address, Address.Kind kind, Place at, Findings findings) {
        Optional<String> form = normalise(address, kind);
        if (form.isEmpty()) {
            refuse(kind, at.property("address"), findings);
            return null;
        }
        return new Address(kind, form.get());
    }

    /// The form in which an address of any kind is looked for.
    static String kept(String address) {
        return Numbering.normalise(address)
                .or(() -> EmailAddress.normalise(address))
                .orElse(address);
    }

    private static Optional<String> normalise(String address, Address.Kind kind) {
        return switch (kind) {
            case PHONE, WHATSAPP -> Numbering.normalise(address);
            case EMAIL -> EmailAddress.normalise(address);
            case DEVICE -> Optional.of(address);
        };
    }

    private static void refuse(Address.Kind kind, Place at, Findings findings) {
        switch (kind) {
            case PHONE, WHATSAPP ->
                    findings.add(
                            Code.INVALID_TO,
                            "address is not a valid phone number; write it with its calling code,"
                                    + " as in +14155550123",
                            at);
            case EMAIL -> findings.add("address is not a valid email address", at);
            case DEVICE -> findings.add("address is not a valid address", at);
        }
    }
}
