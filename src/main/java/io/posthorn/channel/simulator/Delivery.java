package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.ShortMessage;
import org.jspecify.annotations.Nullable;

/// One deliver_sm on its way to a customer.
///
/// @param preferred the session it should take, if that still can
/// @param tries sendings so far that did not end in success
record Delivery(ShortMessage message, @Nullable Link preferred, int tries) {

    static Delivery of(ShortMessage message, @Nullable Link preferred) {
        return new Delivery(message, preferred, 0);
    }

    boolean isReceipt() {
        return (message.esmClass() & ShortMessage.ESM_RECEIPT) != 0;
    }

    Delivery again() {
        return new Delivery(message, preferred, tries + 1);
    }
}
