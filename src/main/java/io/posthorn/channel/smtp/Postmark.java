package io.posthorn.channel.smtp;

import io.posthorn.channel.Signatures;
import io.posthorn.message.MessageId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Marks everything that leaves with its attempt, signed: as `MESSAGE.ATTEMPT.SIGNATURE` in the
/// Message-ID, the ENVID (RFC 3461 section 4.4) and the return path (a variable envelope return
/// path: `bounce+MARK@example.com`). A mark that was made up is not read.
final class Postmark {
    static final int RADIX = 36;

    private static final int SIGNED = 8; // octets of the signature: nobody guesses 64 bits by mail
    private static final Pattern MARK =
            Pattern.compile("([0-9a-z]{1,13})\\.([1-9][0-9]{0,4})\\.([0-9a-f]{16})");
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>@\\s]{1,64})@[^<>@\\s]+>");

    private final String key;
    private final Optional<Bounces> bounces;

    private record Bounces(String local, String domain) {}

    Postmark(String key, Optional<String> bounceAddress) {
        this.key = key;
        this.bounces =
                bounceAddress.map(address -> {
                    int at = address.lastIndexOf('@');
                    return new Bounces(address.substring(0, at), address.substring(at + 1));
                });
    }

    String mark(EnvelopeId id) {
        return id.receiptKey() + "." + signature(id);
    }

    /// Empty when the mark is not ours.
    Optional<EnvelopeId> read(String mark) {
        Matcher parts = MARK.matcher(mark.toLowerCase(Locale.ROOT)); // some servers fold case
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            long message = Long.parseLong(parts.group(1), RADIX);
            var id = new EnvelopeId(new MessageId(message), Integer.parseInt(parts.group(2)));
            return Signatures.same(signature(id), parts.group(3))
                    ? Optional.of(id)
                    : Optional.empty();
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private String signature(EnvelopeId id) {
        byte[] hmac = Signatures.hmac("envelope " + key, id.receiptKey());
        return HexFormat.of().formatHex(hmac, 0, SIGNED);
    }

    /// Where bounces of this attempt go; empty without a bounce address.
    Optional<String> returnPath(EnvelopeId id) {
        return bounces.map(to -> to.local + "+" + mark(id) + "@" + to.domain);
    }

    /// The attempt whose return path this is.
    Optional<EnvelopeId> ofReturnPath(String address) {
        int at = address.lastIndexOf('@');
        return bounces.map(to -> to.local + "+")
                .filter(prefix ->
                        at > prefix.length()
                                && address.regionMatches(true, 0, prefix, 0, prefix.length()))
                .flatMap(prefix -> read(address.substring(prefix.length(), at)));
    }

    /// Whether an address takes bounces only.
    boolean takesBounces(String address) {
        return bounces.filter(to ->
                        address.equalsIgnoreCase(to.local + "@" + to.domain)
                                || ofReturnPath(address).isPresent())
                .isPresent();
    }

    /// With its angle brackets.
    String messageId(EnvelopeId id, String domain) {
        return "<" + mark(id) + "@" + domain + ">";
    }

    Optional<EnvelopeId> ofMessageId(String header) {
        Matcher id = MESSAGE_ID.matcher(header.strip());
        return id.matches() ? read(id.group(1)) : Optional.empty();
    }
}
