package io.posthorn.channel.rcs;

import io.posthorn.Time;
import io.posthorn.channel.AccessTokens;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.ServiceAccount;
import io.posthorn.channel.Settings;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// RCS Business Messaging: one agent per connection.
public final class RcsChannel implements ConnectionType {
    private static final String SCOPE = "https://www.googleapis.com/auth/rcsbusinessmessaging";
    private static final List<Field> FIELDS =
            List.of(
                    Field.optional(
                            "baseUrl",
                            "The API of the agent's region",
                            Field.Form.TEXT,
                            "https://us-rcsbusinessmessaging.googleapis.com"),
                    Field.required("agentId", "The agent's id", Field.Form.TEXT),
                    Field.required(
                            "serviceAccountJson",
                            "The key file of a service account",
                            Field.Form.SECRET),
                    Field.required(
                            "webhookToken",
                            "The clientToken of the webhook, which signs callbacks",
                            Field.Form.SECRET),
                    Field.optional(
                            "window", "Requests in flight at once", Field.Form.INTEGER, "40"),
                    Field.optional(
                            "timeoutSeconds", "Wait for an answer", Field.Form.INTEGER, "30"));

    private final HttpClient client;
    private final Time time;

    public RcsChannel(HttpClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public String name() {
        return "RCS_BUSINESS_MESSAGING";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.RCS);
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, String> faults(Map<String, String> given) {
        Settings settings = new Settings(FIELDS, given);
        Map<String, String> faults = settings.upstreamFaults();
        try {
            ServiceAccount.parse(settings.text("serviceAccountJson"));
        } catch (IllegalArgumentException e) {
            faults.put("serviceAccountJson", "serviceAccountJson " + e.getMessage());
        }
        return faults;
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        Settings settings = new Settings(FIELDS, connection.settings());
        HttpUpstream upstream = new HttpUpstream(client, settings.upstream(), inbox, time);
        ServiceAccount account = ServiceAccount.parse(settings.text("serviceAccountJson"));
        AccessTokens tokens = new AccessTokens(client, account, SCOPE, time);
        upstream.start();
        return new RcsConnector(new Agent(settings, upstream, tokens), settings, inbox, time);
    }
}
