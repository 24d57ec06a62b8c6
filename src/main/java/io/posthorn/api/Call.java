package io.posthorn.api;

import io.posthorn.Nearest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// One request to one route, read and found well-formed.
///
/// @param document the body as it came; missing when there is none
record Call<Q, B>(
        Account caller,
        Links links,
        Map<String, String> path,
        Q query,
        B body,
        JsonNode document,
        Request request) {

    /// The id in the path; 404 when it cannot be one, because nothing can have it then.
    <I> I id(String name, Function<String, Optional<I>> parse, String what) {
        String text = path.getOrDefault(name, "");
        return parse.apply(text)
                .orElseThrow(() -> Refused.notFound(what + " " + Nearest.shown(text)));
    }

    /// The SID of the account everything is looked for in.
    String account() {
        return caller.sid();
    }
}
