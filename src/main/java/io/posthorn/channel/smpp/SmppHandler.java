package io.posthorn.channel.smpp;

/// What one end of a session does about what the other says. Called on the session's reader, one
/// call at a time and in wire order: hand anything that waits to another thread.
public interface SmppHandler {

    /// The peer asks; answer with `incoming.answer` now or later, from any thread. Binds come here
    /// on the accepting end only; enquire_link, unbind and what cannot be read never do.
    void requested(Incoming incoming);

    /// The peer says something no answer is due to.
    void noticed(SmppSession session, Pdu.Notice notice);

    /// The session is over, for the reason given; every request of ours has its reply. Called once.
    void ended(SmppSession session, String why);
}
