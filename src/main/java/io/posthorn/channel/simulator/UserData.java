package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.Tlv;
import io.posthorn.channel.smpp.Tlvs;

/// What one short message carries: the octets of its text, and its place in a longer one.
///
/// @param headerOctets the length of the header before the text, 0 for none
record UserData(Octets text, int headerOctets, Place place) {
    private static final int CONCATENATED_8 = 0x00; // TS 23.040 section 9.2.3.24.1
    private static final int CONCATENATED_16 = 0x08; // section 9.2.3.24.8

    /// Part `number` (from 1) of `total`; all parts share `reference`.
    record Place(int reference, int number, int total) {
        static final Place ALONE = new Place(0, 1, 1);
    }

    static UserData of(Octets octets, int esmClass, Tlvs tlvs) {
        boolean headed = (esmClass & ShortMessage.ESM_UDHI) != 0 && octets.size() > 0;
        int header = headed ? octets.at(0) + 1 : 0;
        return headed && header <= octets.size()
                ? new UserData(octets.from(header), header, place(octets, header))
                : new UserData(octets, 0, place(tlvs));
    }

    /// The parameters of SMPP 3.4 sections 5.3.2.22 to 5.3.2.24.
    private static Place place(Tlvs tlvs) {
        return possible(
                number(tlvs, Tlv.SAR_MSG_REF_NUM),
                number(tlvs, Tlv.SAR_SEGMENT_SEQNUM),
                number(tlvs, Tlv.SAR_TOTAL_SEGMENTS));
    }

    private static int number(Tlvs tlvs, int tag) {
        return tlvs.find(tag)
                .filter(tlv -> tlv.value().size() <= 2)
                .map(Tlv::value)
                .map(Octets::number)
                .orElse(0);
    }

    private static Place place(Octets data, int header) {
        int at = 1;
        while (at + 2 <= header && at + 2 + data.at(at + 1) <= header) {
            int length = data.at(at + 1);
            if (data.at(at) == CONCATENATED_8 && length == 3) {
                return possible(data.at(at + 2), data.at(at + 4), data.at(at + 3));
            }
            if (data.at(at) == CONCATENATED_16 && length == 4) {
                int reference = data.at(at + 2) << 8 | data.at(at + 3);
                return possible(reference, data.at(at + 5), data.at(at + 4));
            }
            at += 2 + length;
        }
        return Place.ALONE;
    }

    /// TS 23.040 section 9.2.3.24.1: an impossible place is ignored.
    private static Place possible(int reference, int number, int total) {
        return number >= 1 && number <= total ? new Place(reference, number, total) : Place.ALONE;
    }
}
