package io.posthorn.api;

import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A connection type with a setting of every form, for tests that configure and never send.
final class PaperCarrier implements ConnectionType {

    @Override
    public String name() {
        return "PAPER";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.required("host", "Where it is", Field.Form.TEXT),
                Field.optional("port", "Its port", Field.Form.INTEGER, "2775"),
                Field.required("password", "Its password", Field.Form.SECRET),
                Field.optional("tls", "Whether it is encrypted", Field.Form.BOOLEAN, "false"),
                Field.optional("window", "In flight", Field.Form.AUTO_OR_INTEGER, "AUTO"),
                Field.choice("bindMode", "How it binds", "TRANSCEIVER", "TRANSMITTER_RECEIVER"));
    }

    @Override
    public Map<String, String> faults(Map<String, String> settings) {
        return Map.of();
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        throw new UnsupportedOperationException("paper is never sent");
    }
}
