package io.posthorn.store;

import io.posthorn.message.Priority;
import java.time.Instant;

/// Ready messages of one queue and lane.
public record Backlog(long queue, Priority lane, long depth, Instant oldest) {}
