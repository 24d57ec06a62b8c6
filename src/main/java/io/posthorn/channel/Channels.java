package io.posthorn.channel;

import io.posthorn.Time;
import io.posthorn.channel.smpp.SmppChannel;
import java.util.List;

/// Every connection type there is; an explicit list beats discovery: it can be searched, is
/// ordered, and a test checks it.
public final class Channels {

    public static List<ConnectionType> all(Time time) {
        return List.of(new SmppChannel(time));
    }

    private Channels() {}
}
