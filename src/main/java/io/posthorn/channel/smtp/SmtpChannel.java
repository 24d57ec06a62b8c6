package io.posthorn.channel.smtp;

import io.posthorn.Time;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Settings;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Email over SMTP (RFC 5321), through a server that takes mail for others.
public final class SmtpChannel implements ConnectionType {
    private final Time time;

    public SmtpChannel(Time time) {
        this.time = time;
    }

    @Override
    public String name() {
        return "SMTP";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.EMAIL);
    }

    @Override
    public List<Field> fields() {
        return SmtpSettings.FIELDS;
    }

    @Override
    public Map<String, String> faults(Map<String, String> settings) {
        return SmtpFaults.of(new Settings(SmtpSettings.FIELDS, settings));
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        SmtpSettings settings = SmtpSettings.of(connection.settings());
        SmtpConnector connector = new SmtpConnector(settings, inbox, time);
        connector.start();
        return connector;
    }
}
