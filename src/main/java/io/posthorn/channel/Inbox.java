package io.posthorn.channel;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Fact;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a connector tells the server. Each call returns when what it told is durable: only then may
/// the carrier be acknowledged. Called from many threads.
public interface Inbox {

    /// A delivery receipt.
    ///
    /// @param keys the forms under which the message may have been recorded, most likely first
    /// @param from the phone the receipt is about; empty when it does not say
    /// @return the key that matched; null when none did (yet), the receipt is kept then
    @org.jspecify.annotations.Nullable
    String receipt(List<String> keys, String from, Fact.Report report) throws InterruptedException;

    /// The carrier answered an attempt after `submit` had returned `Unknown` for it.
    void answeredLate(MessageId message, int attempt, Outcome outcome) throws InterruptedException;

    /// A message a person wrote to one of our senders. One that was told before is not kept again.
    void inbound(Inbound message) throws InterruptedException;

    /// A person wants nothing more from one of our senders, and the provider says so for him: there
    /// is no message to keep, and nothing to answer.
    ///
    /// @param person his address as the message to him had it
    /// @param sender the sender's, likewise
    void optedOut(Channel channel, String person, String sender) throws InterruptedException;

    /// When a person last wrote to a sender of this connection, as far as is known; never more than
    /// a day ago.
    Optional<Instant> lastWrote(Channel channel, Address person, String sender);

    /// The state of the connection changed.
    void state(State state, String reason);

    /// The wire's connection states.
    enum State {
        CONNECTED,
        CONNECTING,
        DISCONNECTED,
        SUSPENDED
    }
}
