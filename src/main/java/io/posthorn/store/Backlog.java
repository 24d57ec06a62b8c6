package io.posthorn.store;

import io.posthorn.message.Priority;
import java.time.Instant;

/// Ready messages of one queue and lane.
///
/// @param oldest since when the message whose turn is next is ready
public record Backlog(long queue, Priority lane, long depth, Instant oldest) {}
