package io.posthorn.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Which events a reader is told: those of one account, of some types.
public record EventFilter(String account, Set<EventType> types) {

    public static EventFilter all(String account) {
        return new EventFilter(account, EnumSet.allOf(EventType.class));
    }

    /// The types all of these mean together.
    ///
    /// @param patterns types, or beginnings of types and `*`
    public static EventFilter of(String account, Collection<String> patterns) {
        return new EventFilter(
                account,
                patterns.stream()
                        .flatMap(pattern -> EventType.matching(pattern).stream())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class))));
    }

    boolean wants(EventType... any) {
        return Arrays.stream(any).anyMatch(types::contains);
    }
}
