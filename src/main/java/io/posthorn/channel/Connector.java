package io.posthorn.channel;

import io.posthorn.message.Outcome;

/// An open connection to a carrier.
public interface Connector extends AutoCloseable {

    /// Hands one attempt to the carrier and waits for its answer, on the caller's (virtual) thread.
    ///
    /// Answers `Unreachable` only when the carrier surely has none of it, `Unknown` when any byte
    /// of it may have arrived.
    Outcome submit(Submit submit) throws InterruptedException;

    /// Segments that may be in flight now, over all binds; 0 while none is up.
    int window();

    /// Ends in order: answers what is in flight, unbinds, releases everything.
    @Override
    void close();
}
