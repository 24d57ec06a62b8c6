package io.posthorn.channel.whatsapp;

import io.posthorn.Time;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Settings;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// WhatsApp Cloud API: one business phone number per connection.
public final class WhatsappChannel implements ConnectionType {
    private static final List<Field> FIELDS =
            List.of(
                    Field.optional(
                            "baseUrl",
                            "The Graph API, with its version",
                            Field.Form.TEXT,
                            "https://graph.facebook.com/v23.0"),
                    Field.required(
                            "phoneNumberId", "Meta's id of the sender's number", Field.Form.TEXT),
                    Field.required("accessToken", "A system user's token", Field.Form.SECRET),
                    Field.required(
                            "appSecret",
                            "The app's secret, which signs callbacks",
                            Field.Form.SECRET),
                    Field.required(
                            "verifyToken",
                            "What Meta shows when it checks the callback's address",
                            Field.Form.SECRET),
                    Field.optional(
                            "window", "Requests in flight at once", Field.Form.INTEGER, "40"),
                    Field.optional(
                            "timeoutSeconds", "Wait for an answer", Field.Form.INTEGER, "30"));

    private final HttpClient client;
    private final Time time;

    public WhatsappChannel(HttpClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public String name() {
        return "WHATSAPP_CLOUD";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.WHATSAPP);
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, String> faults(Map<String, String> given) {
        return new Settings(FIELDS, given).upstreamFaults();
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        Settings settings = new Settings(FIELDS, connection.settings());
        HttpUpstream upstream = new HttpUpstream(client, settings.upstream(), inbox, time);
        upstream.start();
        var answers = new CustomerServiceWindow(inbox, connection.createdAt());
        return new WhatsappConnector(upstream, settings, answers, inbox, time);
    }
}
