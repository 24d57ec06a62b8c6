package io.posthorn.channel.smpp;

/// A request of the peer, waiting for our answer.
public record Incoming(SmppSession session, int sequence, Pdu.Request request) {

    /// Sends the answer; a session that has ended meanwhile swallows it, the peer will ask again.
    public void answer(Pdu.Response response) {
        session.answer(sequence, response);
    }

    public void answer(CommandStatus status) {
        answer(request.answer(status));
    }
}
