package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.DeliveryReceipt;
import io.posthorn.channel.smpp.MessageState;
import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.channel.smpp.Tlvs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What the carrier reports about one submit.
///
/// @param number the message's, written as the form's dialect says
record Receipt(Submission submission, long number, Instant submitted, Instant done, Fate fate) {

    /// The deliver_sm that brings it.
    ShortMessage message(Behavior.Form form) {
        String id = form.ids().receipt(number);
        SmeAddress phone = submission.destination();
        SmeAddress sender = submission.source();
        return ShortMessage.of(phone, sender, 0, text(id, form.place()))
                .withEsmClass(ShortMessage.ESM_RECEIPT)
                .withTlvs(tlvs(id, form.place()));
    }

    private Octets text(String id, Behavior.Place place) {
        return switch (place) {
            case TEXT, BOTH -> Octets.of(text(id), StandardCharsets.ISO_8859_1);
            case TLV -> Octets.NONE;
        };
    }

    private String text(String id) {
        String error = fate.errorCode() == 0 ? "" : Integer.toString(fate.errorCode());
        return DeliveryReceipt.text(id, state(), error, submitted, done, submission.text());
    }

    private Tlvs tlvs(String id, Behavior.Place place) {
        return switch (place) {
            case TEXT -> Tlvs.NONE;
            case TLV, BOTH -> DeliveryReceipt.tlvs(id, state(), fate.errorCode());
        };
    }

    private MessageState state() {
        return switch (fate.end()) {
            case DELIVERED -> MessageState.DELIVERED;
            case UNDELIVERED -> MessageState.UNDELIVERABLE;
            case REJECTED -> MessageState.REJECTED;
            case EXPIRED -> MessageState.EXPIRED;
            case DELETED -> MessageState.DELETED;
            case UNKNOWN -> MessageState.UNKNOWN;
        };
    }
}
