package io.posthorn.store;

import io.posthorn.message.Operation;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.Map;

/// How far an operation has come.
///
/// @param counts messages by status; unaddressable ones are not among them
/// @param attempts attempts made for all its messages together
public record Progress(
        Operation operation,
        Operation.Status status,
        Map<Status, Integer> counts,
        int unaddressable,
        long attempts,
        Instant updatedAt) {}
