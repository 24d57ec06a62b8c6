package io.posthorn.channel;

import io.posthorn.message.Channel;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A message a person wrote to one of our senders.
///
/// @param upstreamId the provider's id of it, the same when it tells of it again; empty when the
///   protocol has none
/// @param from the person's address as the provider writes it
/// @param to the sender's address as the provider writes it
/// @param postback what a tapped suggestion was given to tell; empty for what was written
public record Inbound(
        Channel channel,
        Optional<String> upstreamId,
        String from,
        String to,
        String text,
        List<URI> media,
        Optional<String> postback) {

    public Inbound {
        media = List.copyOf(media);
    }

    /// What was written, not tapped.
    public Inbound(
            Channel channel,
            Optional<String> upstreamId,
            String from,
            String to,
            String text,
            List<URI> media) {
        this(channel, upstreamId, from, to, text, media, Optional.empty());
    }

    @Override
    public String toString() {
        return "Inbound[" + channel + " to " + to + "]"; // phones and texts stay out of logs
    }
}
