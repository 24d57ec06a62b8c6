package io.posthorn.channel.http;

import io.posthorn.Time;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// SMS over the HTTP API of any aggregator.
public final class HttpChannel implements ConnectionType {
    private final HttpClient client;
    private final Time time;

    public HttpChannel(HttpClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public String name() {
        return "HTTP";
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.SMS);
    }

    @Override
    public List<Field> fields() {
        return HttpSettings.FIELDS;
    }

    @Override
    public Map<String, String> faults(Map<String, String> settings) {
        return HttpForm.of(settings).faults();
    }

    @Override
    public Connector open(Connection connection, Inbox inbox) {
        HttpForm form = HttpForm.of(connection.settings());
        HttpUpstream upstream = new HttpUpstream(client, form.upstream(), inbox, time);
        upstream.start();
        return new HttpConnector(upstream, form, inbox, time);
    }
}
