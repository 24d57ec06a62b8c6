package io.posthorn.channel;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import java.time.Instant;
import java.util.Optional;

/// One attempt as a connector needs it: content resolved, addresses normalised.
///
/// @param fromName what people are shown beside the sender's address
/// @param toName what an email calls the recipient beside his address
/// @param text the personalized text for the step's channel; empty when the content has none
/// @param expiresAt what the carrier is told as the end of validity
public record Submit(
        MessageId message,
        int attempt,
        Channel channel,
        String from,
        Optional<String> fromName,
        Address to,
        Optional<String> toName,
        String text,
        Content content,
        int segments,
        Instant expiresAt) {

    @Override
    public String toString() {
        return "Submit[" + message + "/" + attempt + "]"; // a body never reaches a log
    }
}
