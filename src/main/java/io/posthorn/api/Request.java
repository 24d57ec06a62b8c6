package io.posthorn.api;

import java.util.Map;
import java.util.Optional;

/// One HTTP request, as the port hands it over.
///
/// @param path as sent, percent-encoded, without the query
/// @param query as sent, without the question mark; empty when there is none
/// @param headers by lower-case name; of a repeated header the first
public record Request(
        String method, String path, String query, Map<String, String> headers, Body body) {

    /// The body, read when somebody asks for it: not before the caller is known.
    @FunctionalInterface
    public interface Body {

        /// Throws [Refused] with 413 when it is longer than the port allows.
        byte[] read();
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
