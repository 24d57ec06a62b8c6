package io.posthorn.channel.smtp;

import io.posthorn.Time;
import io.posthorn.channel.Submit;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;

/// Writes messages as MIME (RFC 5322, RFC 2045 to 2049).
final class Composer {
    private static final String UTF_8 = "UTF-8";
    private static final String OCTETS = "application/octet-stream";

    private final Session session = Session.getInstance(new Properties());
    private final Postmark postmark;
    private final Unsubscribing unsubscribing;
    private final Optional<Dkim> dkim;
    private final Time time;

    Composer(Postmark postmark, Unsubscribing unsubscribing, Optional<Dkim> dkim, Time time) {
        this.postmark = postmark;
        this.unsubscribing = unsubscribing;
        this.dkim = dkim;
        this.time = time;
    }

    Letter compose(Submit submit) throws Unsendable {
        String from =
                Mailbox.of(submit.from())
                        .orElseThrow(() ->
                                new Unsendable(
                                        new Outcome.SenderBroken("the sender is no mailbox")));
        String to =
                Mailbox.of(submit.to().value())
                        .orElseThrow(() ->
                                new Unsendable(
                                        new Outcome.Refused(
                                                Outcome.Scope.DESTINATION,
                                                "the recipient is no mailbox")));
        var id = new EnvelopeId(submit.message(), submit.attempt());
        Words words = Words.of(submit);
        try {
            MimeMessage message =
                    new Marked(session, postmark.messageId(id, Mailbox.domainOf(from)));
            message.setFrom(address(from, words.fromName()));
            message.setRecipient(RecipientType.TO, address(to, submit.toName()));
            message.setSubject(oneLine(words.subject()), UTF_8);
            message.setSentDate(Date.from(time.now()));
            unsubscribing.invite(message, submit.to().value(), submit.from());
            fill(message, words);
            return new Letter(id, postmark.returnPath(id), to, postmark.mark(id), raw(message));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("an email cannot be written", e);
        }
    }

    /// Keeps the Message-ID it is given.
    private static final class Marked extends MimeMessage {
        private final String id;

        Marked(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    private static InternetAddress address(String mailbox, Optional<String> name)
            throws UnsupportedEncodingException {
        return name.map(Composer::oneLine).isPresent()
                ? new InternetAddress(mailbox, oneLine(name.get()), UTF_8)
                : new InternetAddress(mailbox, null);
    }

    /// A header ends with its line: whatever could end it becomes a space.
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }

    private static void fill(MimeMessage message, Words words)
            throws MessagingException, Unsendable {
        if (words.attachments().isEmpty()) {
            say(message, words);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart body = new MimeBodyPart();
        say(body, words);
        mixed.addBodyPart(body);
        for (Content.Attachment attachment : words.attachments()) {
            mixed.addBodyPart(part(attachment));
        }
        message.setContent(mixed);
    }

    /// The richest last (RFC 2046 section 5.1.4).
    private static void say(MimePart part, Words words) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(words.text(), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(words.html(), UTF_8, "html");
        part.setContent(new MimeMultipart("alternative", text, html));
    }

    private static MimeBodyPart part(Content.Attachment attachment)
            throws MessagingException, Unsendable {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(
                new DataHandler(
                        new ByteArrayDataSource(
                                decoded(attachment), type(attachment.contentType()))));
        part.setFileName(oneLine(attachment.filename()));
        part.setDisposition(Part.ATTACHMENT);
        part.setHeader("Content-Transfer-Encoding", "base64");
        return part;
    }

    private static byte[] decoded(Content.Attachment attachment) throws Unsendable {
        try {
            return Base64.getDecoder().decode(attachment.base64().replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new Unsendable(
                    new Outcome.Refused(Outcome.Scope.CONTENT, "an attachment is not Base64"));
        }
    }

    private static String type(String given) {
        try {
            ContentType type = new ContentType(oneLine(given));
            boolean nested = type.match("message/*") || type.match("multipart/*");
            return nested ? OCTETS : type.toString(); // nested ones may not be in Base64
        } catch (ParseException e) {
            return OCTETS;
        }
    }

    private String raw(MimeMessage message) throws MessagingException, IOException {
        message.saveChanges();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (dkim.isPresent()) {
            dkim.get().write(message, out);
        } else {
            message.writeTo(out);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }
}
