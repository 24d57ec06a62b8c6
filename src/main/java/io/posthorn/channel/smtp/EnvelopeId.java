package io.posthorn.channel.smtp;

import io.posthorn.message.MessageId;

/// One attempt as mail servers are told of it, so that what they tell of it finds back.
record EnvelopeId(MessageId message, int attempt) {

    /// What a receipt is looked up by.
    String receiptKey() {
        return Long.toString(message.value(), Postmark.RADIX) + "." + attempt;
    }
}
