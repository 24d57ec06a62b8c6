package io.posthorn.channel.smpp;

/// The C-octet strings of SMPP: how long each may be, its NUL included, and what it may hold.
final class WireText {
    static final int SERVICE_TYPE = 6;
    static final int SYSTEM_TYPE = 13;
    static final int ADDRESS_RANGE = 41;
    static final int TIME = 17;
    static final int MESSAGE_ID = 65;
    static final int ADDRESS = 21;
    static final int LONG_ADDRESS =
            65; // data_sm, outbind and alert_notification allow what submit_sm does not
    static final int CREDENTIAL =
            65; // the specification says 16 and 9; carriers hand out longer ones

    private WireText() {}

    /// Refuses what would not come back from the wire as it went in.
    static void check(String field, String value, int max) {
        if (value.length() >= max) {
            throw new IllegalArgumentException(
                    field + " takes at most " + (max - 1) + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0xFF) {
                throw new IllegalArgumentException(field + " takes Latin-1 without NUL");
            }
        }
    }
}
