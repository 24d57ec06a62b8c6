package io.posthorn.channel;

import java.util.List;

/// Every connection type there is; an explicit list beats discovery: it can be searched, is
/// ordered, and a test checks it.
public final class Channels {

    public static final List<ConnectionType> ALL = List.of();

    private Channels() {}
}
