package io.posthorn.store;

import io.posthorn.message.ConnectionId;
import io.posthorn.message.Fact;
import java.time.Instant;
import java.util.List;

/// A receipt that names a message nobody knows (yet).
///
/// @param keys what the connector would look it up by
/// @param from the phone it is about
public record EarlyReceipt(
        ConnectionId connection, List<String> keys, String from, Fact.Report report, Instant at) {}
