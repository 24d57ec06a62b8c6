package io.posthorn.channel.smtp;

import io.posthorn.channel.Callback;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The link in each email by which its reader, or his mail program for him, says that he wants no
/// more of them (RFC 2369, RFC 8058).
final class Unsubscribing {
    private static final String HTML = "text/html; charset=utf-8";
    private static final int SIGNED = 16; // octets of the signature
    private static final Pattern QUERY = Pattern.compile("who=([\\w-]+)&signature=([0-9a-f]+)");
    private static final String HEAD =
            """
            <!doctype html><html lang="en"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
            <title>Unsubscribe</title>
            <body style="font: 1.1rem sans-serif; max-width: 30rem; margin: 4rem auto">
            """;
    private static final String QUESTION =
            """
            <p>Do you want no more emails from this sender?</p>
            <form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button>
            </form>\
            """;
    private static final String DONE = "<p>You will get no more emails from this sender.</p>";

    private final Optional<String> callbackUrl;
    private final String key;
    private final Inbox inbox;

    /// Who wants no more mail from whom.
    record Parting(String person, String sender) {
        @Override
        public String toString() {
            return "Parting[from " + sender + "]"; // people stay out of logs
        }
    }

    Unsubscribing(Optional<String> callbackUrl, String key, Inbox inbox) {
        this.callbackUrl = callbackUrl;
        this.key = key;
        this.inbox = inbox;
    }

    /// Puts the link into a message's headers, where there is an address for it.
    void invite(MimeMessage message, String person, String sender) throws MessagingException {
        if (callbackUrl.isPresent()) {
            String link = callbackUrl.get() + "/Unsubscribe?" + query(new Parting(person, sender));
            message.setHeader("List-Unsubscribe", "<" + link + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }

    private String query(Parting parting) {
        String who =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                (parting.person + "\n" + parting.sender)
                                        .getBytes(StandardCharsets.UTF_8));
        return "who=" + who + "&signature=" + signature(who);
    }

    private String signature(String who) {
        byte[] hmac = Signatures.hmac("unsubscribe " + key, who);
        return HexFormat.of().formatHex(hmac, 0, SIGNED);
    }

    /// Of the header of an email that came back; empty when it is not ours.
    Optional<Parting> ofHeader(String listUnsubscribe) {
        Matcher query = QUERY.matcher(listUnsubscribe);
        return query.find() ? signed(query.group(1), query.group(2)) : Optional.empty();
    }

    private Optional<Parting> signed(String who, String signature) {
        if (!Signatures.same(signature(who), signature)) {
            return Optional.empty();
        }
        String[] pair =
                new String(Base64.getUrlDecoder().decode(who), StandardCharsets.UTF_8)
                        .split("\n", 2);
        return Optional.of(new Parting(pair[0], pair[1]));
    }

    /// Looking at the page changes nothing: scanners of mail follow every link.
    Callback.Answer called(Callback call) throws InterruptedException {
        Optional<Parting> parting =
                signed(call.parameter("who").orElse(""), call.parameter("signature").orElse(""));
        if (parting.isEmpty()) {
            return Callback.Answer.FORBIDDEN;
        }
        if (!call.method().equals("POST")) {
            return page(QUESTION);
        }
        part(parting.get());
        return page(DONE);
    }

    private static Callback.Answer page(String content) {
        return new Callback.Answer(200, HTML, HEAD + content + "</body></html>\n");
    }

    /// Durable when it returns.
    void part(Parting parting) throws InterruptedException {
        inbox.optedOut(Channel.EMAIL, parting.person, parting.sender);
    }
}
