package io.posthorn.channel.smpp;

/// A phone number, short code or name as SMPP writes it: type of number and numbering plan (0 to
/// 255, SMPP 3.4 sections 5.2.5 and 5.2.6) and the address itself, at most 64 characters.
public record SmeAddress(int ton, int npi, String value) {
    public static final SmeAddress NONE = new SmeAddress(0, 0, "");

    public static final int TON_UNKNOWN = 0;
    public static final int TON_INTERNATIONAL = 1;
    public static final int TON_NETWORK_SPECIFIC = 3;
    public static final int TON_ALPHANUMERIC = 5;
    public static final int NPI_UNKNOWN = 0;
    public static final int NPI_ISDN = 1;

    public SmeAddress {
        WireText.check("address", value, WireText.LONG_ADDRESS);
    }
}
