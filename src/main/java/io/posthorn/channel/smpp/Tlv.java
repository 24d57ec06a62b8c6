package io.posthorn.channel.smpp;

import java.nio.charset.StandardCharsets;

/// One optional parameter (SMPP 3.4 section 5.3, SMPP 5.0 section 4.8). `tag` is 0 to 65535,
/// `value` at most 65535 octets; tags without a name here are carried all the same.
public record Tlv(int tag, Octets value) {
    public static final int QOS_TIME_TO_LIVE = 0x0017;
    public static final int ADDITIONAL_STATUS_INFO_TEXT = 0x001D;
    public static final int RECEIPTED_MESSAGE_ID = 0x001E;
    public static final int USER_MESSAGE_REFERENCE = 0x0204;
    public static final int SAR_MSG_REF_NUM = 0x020C;
    public static final int SAR_TOTAL_SEGMENTS = 0x020E;
    public static final int SAR_SEGMENT_SEQNUM = 0x020F;
    public static final int SC_INTERFACE_VERSION = 0x0210;
    public static final int MS_AVAILABILITY_STATUS = 0x0422;
    public static final int NETWORK_ERROR_CODE = 0x0423;
    public static final int MESSAGE_PAYLOAD = 0x0424;
    public static final int DELIVERY_FAILURE_REASON = 0x0425;
    public static final int MESSAGE_STATE = 0x0427;
    public static final int CONGESTION_STATE = 0x0428;

    static final int VALUE_MAX = 0xFFFF;

    public Tlv {
        if (tag < 0 || tag > 0xFFFF || value.size() > VALUE_MAX) {
            throw new IllegalArgumentException(
                    "TLV 0x%04X of %d octets".formatted(tag, value.size()));
        }
    }

    public static Tlv ofByte(int tag, int value) {
        return new Tlv(tag, Octets.of((byte) value));
    }

    public static Tlv ofShort(int tag, int value) {
        return new Tlv(tag, Octets.of((byte) (value >> Byte.SIZE), (byte) value));
    }

    /// A C-octet string: the characters and the NUL that ends them.
    public static Tlv ofCString(int tag, String value) {
        return new Tlv(tag, Octets.of(value + '\0', StandardCharsets.ISO_8859_1));
    }

    /// The value as text without the NUL that should, and sometimes does not, end it.
    public String cString() {
        String text = value.text(StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
