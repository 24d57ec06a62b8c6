package io.posthorn.channel.smpp;

import io.posthorn.message.Gsm7;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How text becomes the octets of a short message and back. The first five are what a carrier may
/// mean by "default alphabet"; `dataCoding` is what the PDU then says (SMPP 3.4 section 5.2.19).
public enum Alphabet {
    /// One septet of GSM-7 in each octet.
    GSM7(0) {
        @Override
        boolean canEncode(String text) {
            return Gsm7.canEncode(text);
        }

        @Override
        Octets encode(String text, int headerOctets) {
            return Octets.of(Gsm7.encode(text));
        }

        @Override
        String decode(Octets octets, int headerOctets) {
            return Gsm7.decode(octets.toArray());
        }
    },
    /// Eight septets of GSM-7 in seven octets.
    GSM7_PACKED(0) {
        @Override
        boolean canEncode(String text) {
            return Gsm7.canEncode(text);
        }

        @Override
        Octets encode(String text, int headerOctets) {
            byte[] septets = Gsm7.encode(text);
            int fill = fillBits(headerOctets);
            // The end of a full part needs no telling, and the return that tells it has no room.
            boolean full = septets.length == (8 * (OCTETS_ON_AIR - headerOctets) - fill) / 7;
            return Octets.of(full ? Gsm7.pack(septets, fill) : Gsm7.packUncounted(septets, fill));
        }

        @Override
        String decode(Octets octets, int headerOctets) {
            return Gsm7.decode(Gsm7.unpackUncounted(octets.toArray(), fillBits(headerOctets)));
        }
    },
    LATIN1(3) {
        @Override
        Charset charset() {
            return StandardCharsets.ISO_8859_1;
        }
    },
    ASCII(1) {
        @Override
        Charset charset() {
            return StandardCharsets.US_ASCII;
        }
    },
    UTF8(0) {
        @Override
        Charset charset() {
            return StandardCharsets.UTF_8;
        }
    },
    /// UTF-16, which phones accept where SMPP says UCS-2.
    UCS2(8) {
        @Override
        Charset charset() {
            return StandardCharsets.UTF_16BE;
        }
    };

    private static final int OCTETS_ON_AIR = 140; // 3GPP TS 23.040 section 9.2.3.16

    private final int dataCoding;

    Alphabet(int dataCoding) {
        this.dataCoding = dataCoding;
    }

    int dataCoding() {
        return dataCoding;
    }

    Charset charset() {
        throw new IllegalStateException(this + " is no charset");
    }

    boolean canEncode(String text) {
        return charset().newEncoder().canEncode(text);
    }

    /// The octets of a text this `canEncode`, to stand behind a header of `headerOctets`.
    Octets encode(String text, int headerOctets) {
        return Octets.of(text, charset());
    }

    /// Never fails: what makes no sense becomes a replacement character.
    String decode(Octets octets, int headerOctets) {
        return octets.text(charset());
    }

    /// What brings packed septets behind a header to a septet's boundary (3GPP TS 23.040 section
    /// 9.2.3.24).
    private static int fillBits(int headerOctets) {
        return (7 - 8 * headerOctets % 7) % 7;
    }
}
