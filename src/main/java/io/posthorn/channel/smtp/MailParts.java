package io.posthorn.channel.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an email that arrived is made of, as far as we read it.
final class MailParts {
    private static final int DEPTH_MAX = 10; // of parts in parts
    private static final int PARTS_MAX = 100;

    private int seen;
    private @Nullable DeliveryStatus status;
    private @Nullable InternetHeaders feedback;
    private @Nullable InternetHeaders original;
    private @Nullable String text;
    private @Nullable String html;

    private MailParts() {}

    static MailParts of(Part mail) throws MessagingException, IOException {
        MailParts parts = new MailParts();
        parts.read(mail, 0);
        return parts;
    }

    /// Of a delivery status notification (RFC 3464).
    Optional<DeliveryStatus> status() {
        return Optional.ofNullable(status);
    }

    /// The fields of a complaint (RFC 5965).
    Optional<InternetHeaders> feedback() {
        return Optional.ofNullable(feedback);
    }

    /// The headers of the email that one of those is about.
    Optional<InternetHeaders> original() {
        return Optional.ofNullable(original);
    }

    /// What somebody wrote.
    String text() {
        return Optional.ofNullable(text)
                .or(() -> Optional.ofNullable(html).map(HtmlText::of))
                .orElse("");
    }

    private void read(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEPTH_MAX || ++seen > PARTS_MAX) {
            return;
        }
        if (part.isMimeType("multipart/*")) {
            if (part.getContent() instanceof Multipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    read(parts.getBodyPart(i), depth + 1);
                }
            }
        } else {
            leaf(part);
        }
    }

    private void leaf(Part part) throws MessagingException, IOException {
        if (status == null && part.isMimeType("message/delivery-status")) {
            status = DeliveryStatus.read(part.getInputStream());
        } else if (feedback == null && part.isMimeType("message/feedback-report")) {
            feedback = new InternetHeaders(part.getInputStream());
        } else if (original == null
                && (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers"))) {
            original = new InternetHeaders(part.getInputStream());
        } else if (!Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            words(part);
        }
    }

    private void words(Part part) throws MessagingException, IOException {
        if (text == null && part.isMimeType("text/plain")) {
            text = decoded(part);
        } else if (html == null && part.isMimeType("text/html")) {
            html = decoded(part);
        }
    }

    /// In the charset it names; in UTF-8 when there is no such charset.
    private static String decoded(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), charset(part.getContentType()));
        }
    }

    private static Charset charset(String type) throws MessagingException {
        String name = new ContentType(type).getParameter("charset");
        try {
            return name == null
                    ? StandardCharsets.UTF_8
                    : Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
