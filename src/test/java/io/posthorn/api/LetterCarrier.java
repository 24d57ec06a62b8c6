package io.posthorn.api;

import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A connection type for what does not go to phone numbers, without settings, that never sends.
final class LetterCarrier implements ConnectionType {

    @Override
    public String name() {
        return "LETTER";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.EMAIL, Channel.PUSH);
    }

    @Override
    public List<Field> fields() {
        return List.of();
    }

    @Override
    public Map<String, String> faults(Map<String, String> settings) {
        return Map.of();
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        throw new UnsupportedOperationException("letters are never sent");
    }
}
