package io.posthorn.message;

import java.util.List;

/// One step of a message's life, with the events it causes: `after.version()` is `before.version()
/// + 1`.
public record Change(Message before, Message after, List<Event> events) {}
