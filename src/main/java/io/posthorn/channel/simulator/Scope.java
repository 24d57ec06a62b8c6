package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;
import java.util.Optional;

/// Whose messages a behaviour is for: those that fit all it names. Of the behaviours that fit, the
/// most specific applies, as a whole: a phone's before a sender's, then a connection's, a channel's
/// and everybody's; of two for one phone the one that names more.
///
/// @param connection what the customer calls himself: the systemId of SMPP, the phoneNumberId of
///   WhatsApp, the agentId of RCS
/// @param sender a sender's address; a phone number in E.164
/// @param phone a recipient's address
public record Scope(
        Optional<Channel> channel,
        Optional<String> connection,
        Optional<String> sender,
        Optional<String> phone) {

    public static final Scope EVERYWHERE =
            new Scope(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static Scope connection(String id) {
        return new Scope(Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty());
    }

    public static Scope sender(String address) {
        return new Scope(
                Optional.empty(), Optional.empty(), Optional.of(address), Optional.empty());
    }

    public static Scope phone(String address) {
        return new Scope(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(address));
    }

    /// The part of it that is on one channel.
    public Scope on(Channel only) {
        return new Scope(Optional.of(only), connection, sender, phone);
    }

    boolean covers(Party party) {
        return channel.map(party.channel()::equals).orElse(true)
                && connection.map(party.connection()::equals).orElse(true)
                && sender.map(party.sender()::equals).orElse(true)
                && phone.map(party.phone()::equals).orElse(true);
    }

    /// The greater the more specific.
    int precision() {
        return (phone.isPresent() ? 8 : 0)
                + (sender.isPresent() ? 4 : 0)
                + (connection.isPresent() ? 2 : 0)
                + (channel.isPresent() ? 1 : 0);
    }
}
