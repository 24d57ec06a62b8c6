package io.posthorn.message;

import java.time.Instant;

/// One line of the log that everything outside reads, written in the transaction of what it tells.
public sealed interface LogEntry permits Event, OperationEvent, SenderEvent {

    /// Position in the log, above 0 and growing; assigned by the store, 0 before.
    long seq();

    Instant at();
}
