package io.posthorn.channel.fcm;

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

/// Firebase Cloud Messaging, HTTP v1: one project per connection.
public final class FcmChannel implements ConnectionType {
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final List<Field> FIELDS =
            List.of(
                    Field.optional(
                            "baseUrl",
                            "Where the API is",
                            Field.Form.TEXT,
                            "https://fcm.googleapis.com"),
                    Field.required(
                            "serviceAccountJson",
                            "The key file of a service account of the project",
                            Field.Form.SECRET),
                    Field.optional(
                            "window", "Requests in flight at once", Field.Form.INTEGER, "100"),
                    Field.optional(
                            "timeoutSeconds", "Wait for an answer", Field.Form.INTEGER, "30"));

    private final HttpClient client;
    private final Time time;

    public FcmChannel(HttpClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public String name() {
        return "FCM";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.PUSH);
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
            if (ServiceAccount.parse(settings.text("serviceAccountJson")).project().isEmpty()) {
                faults.put("serviceAccountJson", "serviceAccountJson must name its project_id");
            }
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
        return new FcmConnector(
                settings.below("/v1/projects/" + account.project() + "/messages:send"),
                upstream,
                tokens,
                time);
    }
}
