package io.posthorn.api;

import java.util.Optional;

/// What an update says about one property.
sealed interface Edit<T> {

    record Keep<T>() implements Edit<T> {}

    record Clear<T>() implements Edit<T> {}

    record Put<T>(T value) implements Edit<T> {}

    default Optional<T> of(Optional<T> before) {
        return switch (this) {
            case Keep<T>() -> before;
            case Clear<T>() -> Optional.empty();
            case Put<T>(T value) -> Optional.of(value);
        };
    }
}
