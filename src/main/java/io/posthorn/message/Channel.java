package io.posthorn.message;

/// How a message travels: the channel of a sender and of a step.
public enum Channel {
    SMS,
    RCS,
    EMAIL,
    WHATSAPP,
    PUSH;

    /// The address space this channel delivers into.
    public Address.Kind reaches() {
        return switch (this) {
            case SMS, RCS -> Address.Kind.PHONE;
            case WHATSAPP -> Address.Kind.WHATSAPP;
            case EMAIL -> Address.Kind.EMAIL;
            case PUSH -> Address.Kind.DEVICE;
        };
    }

    /// Whether its providers take back what no phone has shown yet.
    public boolean revocable() {
        return switch (this) {
            case RCS -> true;
            case SMS, EMAIL, WHATSAPP, PUSH -> false;
        };
    }
}
