package io.posthorn.event;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a Kafka broker is. Read strictly, so that nobody who reads it after us finds another host
/// in it.
public record BrokerAddress(String host, int port) {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:([A-Za-z0-9._-]+)|\\[([0-9A-Fa-f:.]+)]):([0-9]{1,5})");

    /// Those of a list.
    ///
    /// @param servers `host:port`, separated by commas; throws [IllegalArgumentException] when they
    ///   are not
    public static List<BrokerAddress> list(String servers) {
        return Arrays.stream(servers.split(",", -1)).map(BrokerAddress::of).toList();
    }

    private static BrokerAddress of(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not host:port");
        }
        String name = matcher.group(1);
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port");
        }
        return new BrokerAddress(name == null ? matcher.group(2) : name, port);
    }
}
