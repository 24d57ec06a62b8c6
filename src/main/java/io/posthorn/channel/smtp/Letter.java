package io.posthorn.channel.smtp;

import java.util.Optional;

/// An email ready to leave.
///
/// @param returnPath where bounces go; empty: the null path
/// @param mark tells the attempt; see [Postmark]
/// @param raw headers and body in ASCII, each line ended by CR LF
record Letter(EnvelopeId id, Optional<String> returnPath, String to, String mark, String raw) {

    @Override
    public String toString() {
        return "Letter[" + id + "]"; // a body never reaches a log
    }
}
