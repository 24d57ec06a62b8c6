package io.posthorn.channel.apns;

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

/// Apple's push service: one app per connection, by a signing key or by a certificate.
public final class ApnsChannel implements ConnectionType {
    /// Where production devices are reached.
    public static final String PRODUCTION = "https://api.push.apple.com";

    /// Where devices that run an app under development are reached.
    public static final String SANDBOX = "https://api.sandbox.push.apple.com";

    private static final List<Field> FIELDS =
            List.of(
                    Field.optional("baseUrl", "Where the service is", Field.Form.TEXT, PRODUCTION),
                    Field.optional("teamId", "The developer team, with a key", Field.Form.TEXT, ""),
                    Field.optional("keyId", "The key's id, with a key", Field.Form.TEXT, ""),
                    Field.required(
                            "privateKey",
                            "The .p8 file of the key; or the certificate's key, in PEM",
                            Field.Form.SECRET),
                    Field.optional(
                            "certificate",
                            "The app's certificate in PEM, instead of a key",
                            Field.Form.SECRET,
                            ""),
                    Field.optional(
                            "topic",
                            "The app's bundle id; by default the one the certificate names",
                            Field.Form.TEXT,
                            ""),
                    Field.optional(
                            "trustedCertificate",
                            "Who signs the service's certificate, in PEM; by default whoever this"
                                    + " machine trusts",
                            Field.Form.TEXT,
                            ""),
                    Field.optional("window", "Notifications in flight", Field.Form.INTEGER, "500"),
                    Field.optional(
                            "timeoutSeconds", "Wait for an answer", Field.Form.INTEGER, "30"));

    private final Time time;

    public ApnsChannel(Time time) {
        this.time = time;
    }

    @Override
    public String name() {
        return "APNS";
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
        if (!faults.containsKey("baseUrl")
                && !settings.text("baseUrl").matches("(?i)https://[^/]+/?")) {
            faults.put("baseUrl", "baseUrl must be an https URL without a path");
        }
        faults.putAll(Credentials.faults(settings));
        return faults;
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        Settings settings = new Settings(FIELDS, connection.settings());
        return new ApnsConnector(settings.upstream(), Credentials.of(settings), inbox, time);
    }
}
