package io.posthorn.api;

import java.util.Optional;
import java.util.function.Function;

/// A resource a body names by a well-formed id.
///
/// @param id empty when no resource can have this id: its check bits are wrong
record Named<I>(String text, Optional<I> id) {

    /// The resource; throws [Refused] with 404 at the place of the id.
    <T> T in(Function<I, Optional<T>> known, String what, Place at) {
        return find(known).orElseThrow(() -> Refused.notFound(what + " " + text, at));
    }

    <T> Optional<T> find(Function<I, Optional<T>> known) {
        return id.flatMap(known);
    }
}
