package io.posthorn.message;

import java.util.List;

/// One step of a message's life or several, with the events they cause; each step adds 1 to the
/// version.
public record Change(Message before, Message after, List<Event> events) {}
