package io.posthorn.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The addresses of mailboxes, in the forms people have: RFC 5321 allows more, such as quoted ones.
public final class EmailAddress {

    private static final Pattern FORM =
            Pattern.compile(
                    "[^\\s@<>()\\[\\],;:\\\\\"\\p{Cntrl}]{1,64}"
                            + "@[\\p{L}\\p{N}]([\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

    private EmailAddress() {}

    /// The form an address is kept and compared in: its domain in lower case, for domains have no
    /// case and mailboxes may (RFC 5321 section 2.4). Empty when it is none.
    public static Optional<String> normalise(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int domain = text.indexOf('@') + 1;
        return Optional.of(
                text.substring(0, domain) + text.substring(domain).toLowerCase(Locale.ROOT));
    }
}
