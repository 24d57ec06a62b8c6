package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.channel.smpp.Tlv;
import io.posthorn.channel.smpp.Tlvs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// What the carrier reports about one submit.
///
/// @param number the message's, written as the form's dialect says
record Receipt(Submission submission, long number, Instant submitted, Instant done, Fate fate) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
    private static final int TEXT_MAX = 20; // appendix B: the first 20 characters
    private static final int NETWORK_GSM = 3; // SMPP 3.4 section 5.3.2.31

    /// The deliver_sm that brings it.
    ShortMessage message(Behavior.Form form) {
        Octets text =
                switch (form.place()) {
                    case TEXT, BOTH -> text(form.ids());
                    case TLV -> Octets.NONE;
                };
        Tlvs tlvs =
                switch (form.place()) {
                    case TEXT -> Tlvs.NONE;
                    case TLV, BOTH -> tlvs(form.ids());
                };
        SmeAddress phone = submission.destination();
        SmeAddress sender = submission.source();
        return ShortMessage.of(phone, sender, 0, text)
                .withEsmClass(ShortMessage.ESM_RECEIPT)
                .withTlvs(tlvs);
    }

    /// SMPP 3.4 appendix B, with an error code as long as it is.
    private Octets text(IdDialect ids) {
        String delivered = fate.end() == Fate.End.DELIVERED ? "001" : "000";
        String line =
                "id:"
                        + ids.receipt(number)
                        + " sub:001 dlvrd:"
                        + delivered
                        + " submit date:"
                        + MINUTE.format(submitted)
                        + " done date:"
                        + MINUTE.format(done)
                        + " stat:"
                        + stat()
                        + " err:"
                        + (fate.errorCode() == 0 ? "000" : fate.errorCode())
                        + " text:"
                        + beginning();
        return Octets.of(line, StandardCharsets.ISO_8859_1);
    }

    private String beginning() {
        String text = submission.text();
        return text.substring(0, Math.min(TEXT_MAX, text.length()));
    }

    private String stat() {
        return switch (fate.end()) {
            case DELIVERED -> "DELIVRD";
            case UNDELIVERED -> "UNDELIV";
            case REJECTED -> "REJECTD";
            case EXPIRED -> "EXPIRED";
            case DELETED -> "DELETED";
            case UNKNOWN -> "UNKNOWN";
        };
    }

    /// SMPP 3.4 section 5.2.28.
    private int state() {
        return switch (fate.end()) {
            case DELIVERED -> 2;
            case EXPIRED -> 3;
            case DELETED -> 4;
            case UNDELIVERED -> 5;
            case UNKNOWN -> 7;
            case REJECTED -> 8;
        };
    }

    private Tlvs tlvs(IdDialect ids) {
        int error = fate.errorCode();
        return Tlvs.of(
                Tlv.ofCString(Tlv.RECEIPTED_MESSAGE_ID, ids.receipt(number)),
                Tlv.ofByte(Tlv.MESSAGE_STATE, state()),
                new Tlv(
                        Tlv.NETWORK_ERROR_CODE,
                        Octets.of((byte) NETWORK_GSM, (byte) (error >> 8), (byte) error)));
    }
}
