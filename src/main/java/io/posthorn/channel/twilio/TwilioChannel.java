package io.posthorn.channel.twilio;

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

/// SMS, RCS and WhatsApp through Twilio, or anything that speaks its classic `Messages.json`.
public final class TwilioChannel implements ConnectionType {
    private static final List<Field> FIELDS =
            List.of(
                    Field.optional(
                            "baseUrl", "Where it is", Field.Form.TEXT, "https://api.twilio.com"),
                    Field.required("accountSid", "The account", Field.Form.TEXT),
                    Field.required(
                            "authToken", "Its token, which signs callbacks too", Field.Form.SECRET),
                    Field.optional(
                            "callbackUrl",
                            "This connection's address as the provider reaches it:"
                                    + " https://YOUR-SERVER/v1/Callbacks/CONNECTION-ID; empty: no"
                                    + " receipts",
                            Field.Form.TEXT,
                            ""),
                    Field.optional(
                            "mms",
                            "Whether its numbers send media by MMS; false: texts have links to"
                                    + " them",
                            Field.Form.BOOLEAN,
                            "true"),
                    Field.optional(
                            "window", "Requests in flight at once", Field.Form.INTEGER, "40"),
                    Field.optional(
                            "timeoutSeconds", "Wait for an answer", Field.Form.INTEGER, "30"));

    private final HttpClient client;
    private final Time time;

    public TwilioChannel(HttpClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public String name() {
        return "TWILIO";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP);
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, String> faults(Map<String, String> given) {
        Settings settings = new Settings(FIELDS, given);
        Map<String, String> faults = settings.upstreamFaults();
        settings.some("callbackUrl")
                .filter(url -> !url.matches("(?i)https?://[^\\s?#]+"))
                .ifPresent(_ ->
                        faults.put(
                                "callbackUrl",
                                "callbackUrl must be an http or https URL without a query"));
        if (!settings.text("accountSid").matches("[A-Za-z0-9]+")) {
            faults.put("accountSid", "accountSid must be letters and digits");
        }
        return faults;
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        Settings settings = new Settings(FIELDS, connection.settings());
        HttpUpstream upstream = new HttpUpstream(client, settings.upstream(), inbox, time);
        upstream.start();
        return new TwilioConnector(upstream, settings, inbox, time);
    }
}
