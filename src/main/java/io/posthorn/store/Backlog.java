package io.posthorn.store;

import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Priority;
import java.time.Instant;

/// Ready messages of one queue, lane and eligibility class.
///
/// @param oldest since when the message whose turn is next is ready
public record Backlog(
        long queue, Priority lane, EligibilityClass eligibility, long depth, Instant oldest) {}
