package io.posthorn.channel.smpp;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of octets, compared by content. Prints its length only, so that a message body
/// never reaches a log.
public final class Octets {
    public static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte... bytes) {
        return bytes.length == 0 ? NONE : new Octets(bytes.clone());
    }

    /// The characters of `text` in `charset`; what the charset cannot express becomes its
    /// replacement.
    public static Octets of(String text, Charset charset) {
        return text.isEmpty() ? NONE : new Octets(text.getBytes(charset));
    }

    /// Octets from hexadecimal digits, two each.
    public static Octets ofHex(String digits) {
        return of(HexFormat.of().parseHex(digits));
    }

    static Octets copyOf(byte[] source, int from, int length) {
        return length == 0 ? NONE : new Octets(Arrays.copyOfRange(source, from, from + length));
    }

    public int size() {
        return bytes.length;
    }

    /// The octet at `index` as 0 to 255.
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    public Octets from(int index) {
        return copyOf(bytes, index, bytes.length - index);
    }

    public Octets then(Octets rest) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + rest.bytes.length);
        System.arraycopy(rest.bytes, 0, both, bytes.length, rest.bytes.length);
        return new Octets(both);
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public String text(Charset charset) {
        return new String(bytes, charset);
    }

    /// The octets read as one big-endian number; at most four of them.
    public int number() {
        if (bytes.length > Integer.BYTES) {
            throw new IllegalStateException("a number of " + bytes.length + " octets");
        }
        int number = 0;
        for (byte octet : bytes) {
            number = (number << Byte.SIZE) | (octet & 0xFF);
        }
        return number;
    }

    void copyInto(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " octets";
    }
}
