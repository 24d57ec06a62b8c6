package io.posthorn.channel.twilio;

import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The form that creates a message: text and media. Other content is not for this API.
final class MessageForm {
    private static final long LONGEST_VALIDITY = 36_000; // seconds

    private MessageForm() {}

    /// Empty when the content has neither text nor media.
    static Optional<String> of(Submit submit, Optional<String> callbackUrl, Instant now) {
        List<URI> media = media(submit.content());
        if (submit.text().isEmpty() && media.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder form = new StringBuilder();
        add(form, "To", prefix(submit.channel()) + submit.to().value());
        add(form, "From", prefix(submit.channel()) + submit.from());
        if (!submit.text().isEmpty()) {
            add(form, "Body", submit.text());
        }
        media.forEach(url -> add(form, "MediaUrl", url.toString()));
        long left = Duration.between(now, submit.expiresAt()).toSeconds();
        add(form, "ValidityPeriod", Long.toString(Math.clamp(left, 1, LONGEST_VALIDITY)));
        callbackUrl.ifPresent(url -> add(form, "StatusCallback", url + StatusCallbacks.RECEIPTS));
        return Optional.of(form.toString());
    }

    private static List<URI> media(Content content) {
        return switch (content) {
            case Content.Plain(Optional<String> _, List<URI> media) -> media;
            case Content.Stored _, Content.Email _, Content.Push _ -> List.of();
            case Content.Modules(Map<Channel, Content.Module> _) -> List.of();
        };
    }

    /// How Twilio writes an address of a channel.
    static String prefix(Channel channel) {
        return switch (channel) {
            case RCS -> "rcs:";
            case WHATSAPP -> "whatsapp:";
            case SMS, EMAIL, PUSH -> "";
        };
    }

    private static void add(StringBuilder form, String name, String value) {
        form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
