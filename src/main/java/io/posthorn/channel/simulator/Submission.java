package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.channel.smpp.Tlv;

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
        UserData.Place place,
        int dataCoding,
        int receipts) {
    private static final int RECEIPTS = 0x03;
    private static final int ON_SUCCESS_AND_FAILURE = 1;
    private static final int ON_FAILURE = 2;
    private static final int ON_SUCCESS = 3; // SMPP 5.0 section 4.7.21

    static Submission of(Pdu.SubmitSm submit, Alphabet fallback) {
        ShortMessage message = submit.message();
        UserData data = UserData.of(message.userData(), message.esmClass(), message.tlvs());
        return of(
                message.source(),
                message.destination(),
                data,
                message.dataCoding(),
                message.registeredDelivery(),
                fallback);
    }

    static Submission of(Pdu.DataSm submit, Alphabet fallback) {
        Octets payload =
                submit.tlvs().find(Tlv.MESSAGE_PAYLOAD).map(Tlv::value).orElse(Octets.NONE);
        UserData data = UserData.of(payload, submit.esmClass(), submit.tlvs());
        return of(
                submit.source(),
                submit.destination(),
                data,
                submit.dataCoding(),
                submit.registeredDelivery(),
                fallback);
    }

    private static Submission of(
            SmeAddress source,
            SmeAddress destination,
            UserData data,
            int dataCoding,
            int receipts,
            Alphabet fallback) {
        String text = Alphabet.of(dataCoding, fallback).decode(data.text(), data.headerOctets());
        return new Submission(
                source,
                destination,
                readable(source),
                readable(destination),
                text,
                data.place(),
                dataCoding,
                receipts & RECEIPTS);
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

    @Override
    public String toString() {
        return "Submission[" + place + "]"; // a body never reaches a log
    }
}
