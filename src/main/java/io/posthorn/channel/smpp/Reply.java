package io.posthorn.channel.smpp;

import java.time.Duration;

/// What became of a request. The cases differ in the one thing that matters for trying again: might
/// the peer have it?
public sealed interface Reply {

    /// The peer answered, `after` this long.
    record Answered(Pdu.Response response, Duration after) implements Reply {}

    /// It was sent and no answer came in time; one may still come.
    record TimedOut() implements Reply {}

    /// The session ended between sending it and its answer: the peer may have it.
    record LostAfterWrite(String why) implements Reply {}

    /// Not one octet of it left: the peer surely does not have it.
    record NeverWritten(String why) implements Reply {}
}
