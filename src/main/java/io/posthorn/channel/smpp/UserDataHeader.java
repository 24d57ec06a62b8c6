package io.posthorn.channel.smpp;

import java.util.Optional;

/// The header that may stand before the text of a short message (3GPP TS 23.040 section 9.2.3.24).
///
/// @param octets its length on the wire, its own length octet included
record UserDataHeader(int octets, Optional<PartOf> part) {
    private static final int CONCATENATED_8 = 0x0003; // identifier and length of the element
    private static final int CONCATENATED_16 = 0x0804;

    /// With an 8-bit reference: six octets.
    static Octets concatenated8(PartOf part) {
        return header(5, 0x00, 3, part.reference(), part.total(), part.number());
    }

    /// With a 16-bit reference: seven octets.
    static Octets concatenated16(PartOf part) {
        int high = part.reference() >> 8;
        int low = part.reference();
        return header(6, 0x08, 4, high, low, part.total(), part.number());
    }

    private static Octets header(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return Octets.of(bytes);
    }

    /// Reads the header at the front of `userData`; one that lies about its length counts as the
    /// whole of it.
    static UserDataHeader of(Octets userData) {
        if (userData.size() == 0) {
            return new UserDataHeader(0, Optional.empty());
        }
        int end = Math.min(userData.size(), 1 + userData.at(0));
        Optional<PartOf> part = Optional.empty();
        int at = 1;
        while (part.isEmpty() && at + 2 <= end && at + 2 + userData.at(at + 1) <= end) {
            part = element(userData, at);
            at += 2 + userData.at(at + 1);
        }
        return new UserDataHeader(end, part);
    }

    private static Optional<PartOf> element(Octets from, int at) {
        int value = at + 2;
        return switch ((from.at(at) << 8) | from.at(at + 1)) {
            case CONCATENATED_8 -> part(from.at(value), from.at(value + 1), from.at(value + 2));
            case CONCATENATED_16 ->
                    part(
                            (from.at(value) << 8) | from.at(value + 1),
                            from.at(value + 2),
                            from.at(value + 3));
            default -> Optional.empty();
        };
    }

    /// As the specification asks, a number out of range means that the message stands alone.
    static Optional<PartOf> part(int reference, int total, int number) {
        return number >= 1 && number <= total
                ? Optional.of(new PartOf(reference, total, number))
                : Optional.empty();
    }
}
