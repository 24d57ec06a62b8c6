package io.posthorn.channel;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Rendition;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One attempt as a connector needs it: content resolved, addresses normalised.
///
/// @param fromName what people are shown beside the sender's address
/// @param toName what an email calls the recipient beside his address
/// @param text all there is to read, as plain text; empty when there is nothing
/// @param media what is shown beside the text by those who show media
/// @param content what the channel shows, in the form its connectors take (see [Rendition])
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
        List<URI> media,
        Content content,
        int segments,
        Instant expiresAt) {

    /// Without media beside the text.
    public Submit(
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
        this(
                message, attempt, channel, from, fromName, to, toName, text, List.of(), content,
                segments, expiresAt);
    }

    /// The text with links to the media below it, for those who show text only.
    public String readable() {
        return readable(0);
    }

    /// The text with links to all media but the first `shown`.
    public String readable(int shown) {
        return new Rendition(text, media, content).readable(shown);
    }

    @Override
    public String toString() {
        return "Submit[" + message + "/" + attempt + "]"; // a body never reaches a log
    }
}
