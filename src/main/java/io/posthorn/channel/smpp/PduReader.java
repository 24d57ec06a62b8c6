package io.posthorn.channel.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the fields of one PDU body. The first field that does not fit is remembered as the failure
/// and every read after it gives an empty value, so the reading code needs no checks of its own and
/// no exception is ever thrown.
final class PduReader {
    private final byte[] bytes;
    private final int limit;
    private int at;
    private CommandStatus error = CommandStatus.ESME_ROK;
    private String why = "";

    PduReader(byte[] bytes, int from, int limit) {
        this.bytes = bytes;
        this.at = from;
        this.limit = limit;
    }

    boolean failed() {
        return error != CommandStatus.ESME_ROK;
    }

    CommandStatus error() {
        return error;
    }

    String why() {
        return why;
    }

    int octet(String field) {
        if (at >= limit) {
            fail(CommandStatus.ESME_RINVCMDLEN, field, "is missing");
            return 0;
        }
        return bytes[at++] & 0xFF;
    }

    /// A string of at most `max` octets, its closing NUL included.
    String cString(String field, int max) {
        int from = at;
        int end = Math.min(limit, from + max);
        for (int i = from; i < end; i++) {
            if (bytes[i] == 0) {
                at = i + 1;
                return i == from
                        ? ""
                        : new String(bytes, from, i - from, StandardCharsets.ISO_8859_1);
            }
        }
        fail(CommandStatus.ESME_RINVCMDLEN, field, "has no NUL within " + max + " octets");
        return "";
    }

    /// A string that many peers leave out of an answer, NUL and all.
    String cStringIfAny(String field, int max) {
        return at == limit && !failed() ? "" : cString(field, max);
    }

    SmeAddress address(String field, int max) {
        int ton = octet(field);
        int npi = octet(field);
        return new SmeAddress(ton, npi, cString(field, max));
    }

    /// The user data of submit_sm and deliver_sm behind its length octet.
    Octets shortMessage() {
        int length = octet("sm_length");
        if (length > limit - at) {
            fail(CommandStatus.ESME_RINVMSGLEN, "short_message", "is cut off");
            return Octets.NONE;
        }
        return take(length);
    }

    Octets rest() {
        return take(limit - at);
    }

    /// Everything up to the end of the PDU as optional parameters.
    Tlvs tlvs() {
        if (at == limit) {
            return Tlvs.NONE;
        }
        List<Tlv> found = new ArrayList<>(4); // receipts carry two or three
        while (at < limit) {
            tlv(found);
        }
        return failed() ? Tlvs.NONE : new Tlvs(found);
    }

    private void tlv(List<Tlv> found) {
        if (limit - at < 4) {
            fail(CommandStatus.ESME_RINVTLVSTREAM, "TLV", "header is cut off");
            return;
        }
        int tag = twoOctets(at);
        int length = twoOctets(at + 2);
        at += 4;
        if (length > limit - at) {
            fail(CommandStatus.ESME_RINVTLVLEN, "TLV", "runs past the end of the PDU");
            return;
        }
        found.add(new Tlv(tag, take(length)));
    }

    private int twoOctets(int index) {
        return ((bytes[index] & 0xFF) << 8) | (bytes[index + 1] & 0xFF);
    }

    private Octets take(int length) {
        Octets octets = Octets.copyOf(bytes, at, length);
        at += length;
        return octets;
    }

    private void fail(CommandStatus status, String field, String problem) {
        if (!failed()) {
            error = status;
            why = field + " " + problem;
        }
        at = limit;
    }
}
