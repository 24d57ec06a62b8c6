package io.posthorn.message;

import java.util.List;

/// One step of a message's life or several, with the events they cause; each step adds 1 to the
/// version.
///
/// @param decisions of the attempts it begins
public record Change(Message before, Message after, List<Event> events, List<Decision> decisions) {

    public Change(Message before, Message after, List<Event> events) {
        this(before, after, events, List.of());
    }
}
