package io.posthorn.channel.smtp;

import io.posthorn.message.Fact;
import io.posthorn.message.Meaning;
import io.posthorn.message.OutcomeTable;
import io.posthorn.message.Status;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mail server tells of one message and one recipient (RFC 3464 section 2).
///
/// @param envelopeId the ENVID we gave, where it was kept
/// @param action in lower case: `failed`, `delayed`, `delivered`, `relayed` or `expanded`
record DeliveryStatus(Optional<String> envelopeId, String action, String status, String diagnosis) {
    private static final Pattern CODE = Pattern.compile("\\b([45][0-9]{2})\\b");
    private static final Pattern ENHANCED = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}");

    /// Reads the fields of the message and of its first recipient: each of ours has one.
    static DeliveryStatus read(InputStream part) throws MessagingException, IOException {
        PushbackInputStream in = new PushbackInputStream(part);
        InternetHeaders message = new InternetHeaders(in);
        InternetHeaders recipient = message;
        while (recipient.getHeader("Action") == null && more(in)) {
            recipient = new InternetHeaders(in);
        }
        return new DeliveryStatus(
                field(message, "Original-Envelope-Id"),
                field(recipient, "Action").orElse("").toLowerCase(Locale.ROOT),
                field(recipient, "Status").map(DeliveryStatus::code).orElse(""),
                field(recipient, "Diagnostic-Code").orElse(""));
    }

    private static boolean more(PushbackInputStream in) throws IOException {
        int next = in.read();
        if (next >= 0) {
            in.unread(next);
        }
        return next >= 0;
    }

    private static Optional<String> field(InternetHeaders headers, String name) {
        return Optional.ofNullable(headers.getHeader(name, null)).map(String::strip);
    }

    /// Comments may follow it.
    private static String code(String status) {
        Matcher code = ENHANCED.matcher(status);
        return code.find() ? code.group() : "";
    }

    /// Empty when nothing changes: what is delayed is still on its way.
    Optional<Fact.Report> report() {
        return switch (action) {
            case "failed" -> Optional.of(failed());
            case "delivered", "relayed", "expanded" ->
                    Optional.of(Meaning.reached(Status.DELIVERED));
            default -> Optional.empty();
        };
    }

    private Fact.Report failed() {
        String upstream = upstream();
        return OutcomeTable.meaning(upstream).orElse(Meaning.CHANNEL).report(upstream);
    }

    /// Its codes alone: the diagnosis may quote addresses and words.
    private String upstream() {
        Matcher code = CODE.matcher(diagnosis);
        String reply = code.find() ? " " + code.group(1) : "";
        String enhanced = status.matches("[45]\\.[1-9].*") || reply.isEmpty() ? " " + status : "";
        String codes = (reply + enhanced).strip();
        return codes.isEmpty() ? "failed" : "SMTP " + codes;
    }
}
