package io.posthorn.channel.smpp;

import java.util.Arrays;

/// A growing buffer that PDUs are written into, one behind the other.
final class PduWriter {
    private byte[] bytes;
    private int size;

    PduWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void truncate(int length) {
        size = length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void twoOctets(int value) {
        room(2);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    void fourOctets(int value) {
        room(4);
        putFourOctets(size, value);
        size += 4;
    }

    void putFourOctets(int index, int value) {
        bytes[index] = (byte) (value >> 24);
        bytes[index + 1] = (byte) (value >> 16);
        bytes[index + 2] = (byte) (value >> 8);
        bytes[index + 3] = (byte) value;
    }

    /// The characters as Latin-1 and a closing NUL; the records have checked that they fit.
    void cString(String text) {
        int length = text.length();
        room(length + 1);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        bytes[size + length] = 0;
        size += length + 1;
    }

    void address(SmeAddress address) {
        octet(address.ton());
        octet(address.npi());
        cString(address.value());
    }

    void octets(Octets octets) {
        room(octets.size());
        octets.copyInto(bytes, size);
        size += octets.size();
    }

    void tlvs(Tlvs tlvs) {
        for (Tlv tlv : tlvs.list()) {
            twoOctets(tlv.tag());
            twoOctets(tlv.value().size());
            octets(tlv.value());
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
