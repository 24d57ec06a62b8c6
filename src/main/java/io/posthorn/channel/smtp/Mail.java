package io.posthorn.channel.smtp;

import java.util.List;
import java.util.Optional;

/// An email as it arrived.
///
/// @param from its envelope's sender, empty text for the null path; empty: not known
/// @param to its envelope's recipients; none: not known
record Mail(Optional<String> from, List<String> to, byte[] octets) {

    @Override
    public String toString() {
        return "Mail[" + octets.length + " octets]"; // a body never reaches a log
    }
}
