package io.posthorn.channel.simulator;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a mail program shows of an email: `subject`, `html`, `text`, the names of `attachments` and
/// the headers people look for.
final class MailScreen {
    private static final List<String> HEADERS =
            List.of("From", "To", "Message-ID", "List-Unsubscribe", "DKIM-Signature");

    private final ObjectNode shown = JsonNodeFactory.instance.objectNode();

    private MailScreen() {}

    /// An email and who wrote it.
    record Written(String from, Screen screen) {}

    /// Throws `IOException` for what is no email.
    static Written of(byte[] octets) throws IOException {
        MailScreen screen = new MailScreen();
        try {
            MimeMessage mail =
                    new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(octets));
            return new Written(author(mail), screen.of(mail));
        } catch (MessagingException e) {
            throw new IOException("not an email", e);
        }
    }

    private static String author(MimeMessage mail) throws MessagingException {
        Address[] from = mail.getFrom();
        return from != null && from.length > 0 && from[0] instanceof InternetAddress address
                ? address.getAddress()
                : "";
    }

    private Screen of(MimeMessage mail) throws MessagingException, IOException {
        String subject = mail.getSubject();
        shown.put("subject", subject == null ? "" : subject);
        read(mail);
        headers(mail);
        return new Screen(shown.path("text").asString(""), shown.toString(), List.of());
    }

    private void headers(MimeMessage mail) throws MessagingException {
        ObjectNode headers = shown.putObject("headers");
        for (String name : HEADERS) {
            String value = mail.getHeader(name, null);
            if (value != null) {
                headers.put(name, value);
            }
        }
    }

    private void read(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                read(parts.getBodyPart(i));
            }
        } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            String name = part.getFileName();
            shown.withArrayProperty("attachments").add(name == null ? "" : name);
        } else if (part.isMimeType("text/html")) {
            shown.put("html", part.getContent().toString());
        } else if (part.isMimeType("text/plain")) {
            shown.put("text", part.getContent().toString().replace("\r\n", "\n").stripTrailing());
        }
    }
}
