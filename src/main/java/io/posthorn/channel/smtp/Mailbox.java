package io.posthorn.channel.smtp;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/// Email addresses as SMTP without extensions writes them (RFC 5321 section 4.1.2): nothing in one
/// can end a command or a header.
final class Mailbox {
    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"); // more dots than RFC 5321 has
    private static final int DOMAIN_MAX = 255;

    private Mailbox() {}

    /// The form that is sent, its domain in ASCII; empty for what is no such address.
    static Optional<String> of(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || !LOCAL.matcher(address.substring(0, at)).matches()) {
            return Optional.empty();
        }
        return domain(address.substring(at + 1))
                .map(domain -> address.substring(0, at) + "@" + domain);
    }

    static Optional<String> domain(String name) {
        try {
            String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
            boolean fits = !ascii.isEmpty() && ascii.length() <= DOMAIN_MAX;
            return fits ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
