package io.posthorn.channel.smtp;

import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Channel;
import io.posthorn.message.Fact;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what arrived apart: bounces, complaints, what machines answered, and what people wrote.
final class MailSorter {
    private static final Logger LOG = LoggerFactory.getLogger(MailSorter.class);
    private static final Set<String> MASS = Set.of("bulk", "junk", "list", "auto_reply");
    private static final List<String> MACHINES =
            List.of("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id");

    private final Session session = Session.getInstance(new Properties());
    private final Postmark postmark;
    private final Unsubscribing unsubscribing;
    private final Inbox inbox;

    MailSorter(Postmark postmark, Unsubscribing unsubscribing, Inbox inbox) {
        this.postmark = postmark;
        this.unsubscribing = unsubscribing;
        this.inbox = inbox;
    }

    /// Durable when it returns; false when it could not be read.
    boolean take(Mail mail) throws InterruptedException {
        try {
            MimeMessage message =
                    new MimeMessage(
                            session,
                            new ByteArrayInputStream(
                                    mail.raw().getBytes(StandardCharsets.ISO_8859_1)));
            sort(mail, message, MailParts.of(message));
            return true;
        } catch (MessagingException | IOException e) {
            LOG.info("A mail that cannot be read is dropped: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    private void sort(Mail mail, MimeMessage message, MailParts parts)
            throws MessagingException, InterruptedException {
        List<String> to = recipients(mail, message);
        if (parts.feedback().isPresent()) {
            complained(parts.feedback().get(), parts.original());
        } else if (parts.status().isPresent()) {
            reported(parts.status().get(), to, parts.original());
        } else if (to.stream().anyMatch(postmark::takesBounces) || automatic(mail, message)) {
            LOG.info("A machine's answer is dropped");
        } else {
            wrote(message, to, parts.text());
        }
    }

    /// Those of the envelope; without one, those of the headers.
    private static List<String> recipients(Mail mail, MimeMessage message)
            throws MessagingException {
        return mail.to().isEmpty()
                ? Stream.concat(
                                addresses(message.getRecipients(RecipientType.TO)),
                                addresses(message.getRecipients(RecipientType.CC)))
                        .toList()
                : mail.to();
    }

    private static Stream<String> addresses(Address @org.jspecify.annotations.Nullable [] given) {
        return given == null
                ? Stream.empty()
                : Stream.of(given)
                        .filter(InternetAddress.class::isInstance)
                        .map(address -> ((InternetAddress) address).getAddress());
    }

    private void reported(DeliveryStatus status, List<String> to, Optional<InternetHeaders> of)
            throws InterruptedException {
        Optional<EnvelopeId> about =
                to.stream()
                        .flatMap(address -> postmark.ofReturnPath(address).stream())
                        .findFirst()
                        .or(() -> status.envelopeId().flatMap(postmark::read))
                        .or(() -> header(of, "Message-ID").flatMap(postmark::ofMessageId));
        Optional<Fact.Report> report = status.report();
        if (about.isPresent() && report.isPresent()) {
            inbox.receipt(List.of(about.get().receiptKey()), "", report.get());
        } else if (about.isEmpty()) {
            LOG.info("A bounce of something that is not ours is dropped");
        }
    }

    private static Optional<String> header(Optional<InternetHeaders> headers, String name) {
        return headers.flatMap(h -> Optional.ofNullable(h.getHeader(name, null)));
    }

    /// Who complains never wants to hear from the sender again.
    private void complained(InternetHeaders feedback, Optional<InternetHeaders> original)
            throws InterruptedException {
        Optional<String> type = header(Optional.of(feedback), "Feedback-Type");
        if (type.filter(word -> word.strip().equalsIgnoreCase("not-spam")).isPresent()) {
            return;
        }
        Optional<Unsubscribing.Parting> who =
                header(original, "List-Unsubscribe").flatMap(unsubscribing::ofHeader);
        if (who.isPresent()) {
            unsubscribing.part(who.get());
        } else {
            LOG.info("A complaint about something that is not ours is dropped");
        }
    }

    /// RFC 3834, and what was customary before it.
    private static boolean automatic(Mail mail, MimeMessage message) throws MessagingException {
        String submitted = first(message, "Auto-Submitted");
        boolean nobody =
                mail.from().filter(String::isEmpty).isPresent()
                        || first(message, "Return-Path").equals("<>");
        boolean marked = false;
        for (String name : MACHINES) {
            marked |= message.getHeader(name) != null;
        }
        return nobody
                || marked
                || !(submitted.isEmpty() || submitted.startsWith("no"))
                || MASS.contains(first(message, "Precedence"));
    }

    private static String first(MimeMessage message, String name) throws MessagingException {
        String value = message.getHeader(name, null);
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }

    private void wrote(MimeMessage message, List<String> to, String text)
            throws MessagingException, InterruptedException {
        Optional<String> from = addresses(message.getFrom()).findFirst();
        if (from.isEmpty()) {
            LOG.info("A mail from nobody is dropped");
            return;
        }
        Optional<String> id = Optional.ofNullable(message.getMessageID());
        for (String sender : to) {
            inbox.inbound(
                    new Inbound(
                            Channel.EMAIL, id, from.get(), sender, Quotation.cut(text), List.of()));
        }
    }
}
