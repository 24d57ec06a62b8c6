package io.posthorn.api;

import io.posthorn.channel.Inbox;
import io.posthorn.message.ConnectionId;
import java.time.Instant;

/// Who knows which connections are up.
@FunctionalInterface
public interface ConnectionStates {

    Report of(ConnectionId connection);

    /// The state of one connection.
    ///
    /// @param reason in a few words; empty when there is nothing to say
    record Report(Inbox.State state, String reason, Instant since) {}
}
