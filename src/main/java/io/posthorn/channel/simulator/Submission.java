package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.MessageCoding;
import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.PartOf;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;

/// One submit as the carrier understands it; numbers in E.164 where they say they are
/// international.
///
/// @param receipts the registered_delivery asked for (SMPP 3.4 section 5.2.17)
record Submission(
        SmeAddress source,
        SmeAddress destination,
        String from,
        String to,
        String text,
        PartOf part,
        int dataCoding,
        int receipts) {
    private static final PartOf ALONE = new PartOf(0, 1, 1);
    private static final int RECEIPTS = 0x03;
    private static final int ON_SUCCESS_AND_FAILURE = 1;
    private static final int ON_FAILURE = 2;
    private static final int ON_SUCCESS = 3; // SMPP 5.0 section 4.7.21

    static Submission of(ShortMessage message, MessageCoding coding) {
        return new Submission(
                message.source(),
                message.destination(),
                readable(message.source()),
                readable(message.destination()),
                coding.text(message),
                MessageCoding.partOf(message).orElse(ALONE),
                message.dataCoding(),
                message.registeredDelivery() & RECEIPTS);
    }

    /// As the submit_sm that says the same.
    ///
    /// Throws `IllegalArgumentException` for addresses too long for one.
    static ShortMessage plain(Pdu.DataSm data) {
        return ShortMessage.of(data.source(), data.destination(), data.dataCoding(), Octets.NONE)
                .withEsmClass(data.esmClass())
                .withRegisteredDelivery(data.registeredDelivery())
                .withTlvs(data.tlvs());
    }

    boolean wantsReceipt(Fate fate) {
        return switch (receipts) {
            case ON_SUCCESS_AND_FAILURE -> true;
            case ON_FAILURE -> fate.end() != Fate.End.DELIVERED;
            case ON_SUCCESS -> fate.end() == Fate.End.DELIVERED;
            default -> false;
        };
    }

    private static String readable(SmeAddress address) {
        boolean bare =
                address.ton() == SmeAddress.TON_INTERNATIONAL && !address.value().startsWith("+");
        return bare ? "+" + address.value() : address.value();
    }

    /// The reverse: how a phone number, short code or name is written in a PDU.
    static SmeAddress address(String readable) {
        if (readable.startsWith("+")) {
            return new SmeAddress(
                    SmeAddress.TON_INTERNATIONAL, SmeAddress.NPI_ISDN, readable.substring(1));
        }
        boolean digits = readable.chars().allMatch(Character::isDigit);
        return digits
                ? new SmeAddress(SmeAddress.TON_UNKNOWN, SmeAddress.NPI_ISDN, readable)
                : new SmeAddress(SmeAddress.TON_ALPHANUMERIC, SmeAddress.NPI_UNKNOWN, readable);
    }

    @Override
    public String toString() {
        return "Submission[" + part + "]"; // a body never reaches a log
    }
}
