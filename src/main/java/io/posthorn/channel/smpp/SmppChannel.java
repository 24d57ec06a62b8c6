package io.posthorn.channel.smpp;

import io.posthorn.Time;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// SMS over SMPP 3.4 and 5.0.
public final class SmppChannel implements ConnectionType {
    private final Time time;

    public SmppChannel(Time time) {
        this.time = time;
    }

    @Override
    public String name() {
        return "SMPP";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.SMS);
    }

    @Override
    public List<Field> fields() {
        return SmppSettings.FIELDS;
    }

    /// The fields say it all.
    @Override
    public Map<String, String> faults(Map<String, String> settings) {
        return Map.of();
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        SmppConnector connector =
                new SmppConnector(connection, SmppSettings.of(connection.settings()), inbox, time);
        connector.start();
        return connector;
    }
}
