package io.posthorn.channel.twilio;

import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The form that creates a message: text and media, which is all this API takes without templates
/// of its own.
final class MessageForm {
    private static final long LONGEST_VALIDITY = 36_000; // seconds
    private static final int MAX_MEDIA = 10; // "Messages resource", MediaUrl; WhatsApp takes one

    private MessageForm() {}

    /// Empty when the content has neither text nor media.
    ///
    /// @param mms whether the account's numbers may send media; else there are links to them
    static Optional<String> of(
            Submit submit, boolean mms, Optional<String> callbackUrl, Instant now) {
        int shown = Math.min(mostMedia(submit.channel(), mms), submit.media().size());
        String body = submit.readable(shown);
        if (body.isEmpty() && shown == 0) {
            return Optional.empty();
        }
        StringBuilder form = new StringBuilder();
        add(form, "To", prefix(submit.channel()) + submit.to().value());
        add(form, "From", prefix(submit.channel()) + submit.from());
        if (!body.isEmpty()) {
            add(form, "Body", body);
        }
        submit.media().subList(0, shown).forEach(url -> add(form, "MediaUrl", url.toString()));
        long left = Duration.between(now, submit.expiresAt()).toSeconds();
        add(form, "ValidityPeriod", Long.toString(Math.clamp(left, 1, LONGEST_VALIDITY)));
        callbackUrl.ifPresent(url -> add(form, "StatusCallback", url + StatusCallbacks.RECEIPTS));
        return Optional.of(form.toString());
    }

    private static int mostMedia(Channel channel, boolean mms) {
        return switch (channel) {
            case SMS -> mms ? MAX_MEDIA : 0;
            case RCS -> MAX_MEDIA;
            case WHATSAPP -> 1;
            case EMAIL, PUSH -> 0;
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
