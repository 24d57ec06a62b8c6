package io.posthorn.channel.smpp;

/// Told when an answer comes after its request was given up (`Reply.TimedOut`). Called on the
/// session's reader: must not wait.
@FunctionalInterface
public interface LateAnswer {

    LateAnswer IGNORED = (part, response) -> {};

    /// The answer to one of the requests.
    ///
    /// @param part the index of the request among those sent with it
    void answered(int part, Pdu.Response response);
}
