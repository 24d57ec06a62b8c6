package io.posthorn.channel.smtp;

import java.util.List;
import java.util.Optional;

/// An email as it arrived.
///
/// @param from its envelope's sender, empty text for the null path; empty: not known
/// @param to its envelope's recipients; none: not known
/// @param raw headers and body, each octet a character (ISO 8859-1)
record Mail(Optional<String> from, List<String> to, String raw) {

    @Override
    public String toString() {
        return "Mail[" + raw.length() + " octets]"; // a body never reaches a log
    }
}
