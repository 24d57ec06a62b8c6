package io.posthorn.channel.simulator;

/// Whose messages a behaviour is for. The most specific one that is set applies, as a whole: a
/// sender's before its connection's before everybody's.
public sealed interface Scope {

    record Everywhere() implements Scope {}

    /// All sessions that bind with this system_id.
    record Connection(String systemId) implements Scope {}

    /// Messages from this address; a phone number in E.164.
    record Sender(String address) implements Scope {}
}
