package io.posthorn.message;

/// Where a person can be reached; already normalised (a phone number is E.164).
public record Address(Kind kind, String value) {

    /// The address space, not the transport: `PHONE` covers SMS, MMS and RCS.
    public enum Kind {
        PHONE,
        WHATSAPP,
        EMAIL,
        DEVICE
    }
}
