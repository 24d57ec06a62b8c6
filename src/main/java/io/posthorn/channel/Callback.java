package io.posthorn.channel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One HTTP request of a provider to a connection.
///
/// @param path what follows the connection's own address, without slashes; may be empty
/// @param headers by lower-case name
/// @param query decoded
/// @param body as UTF-8; octets that are none make every signature wrong
public record Callback(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> query,
        String body) {

    public Callback {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// The fields of a form; of a repeated one the last.
    ///
    /// Throws `IllegalArgumentException` for one that is not percent-encoded.
    public Map<String, String> form() {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Callback[" + method + " " + path + "]"; // phones and texts stay out of logs
    }

    /// What the provider is answered.
    ///
    /// @param type the media type of the text
    /// @param text often empty
    public record Answer(int status, String type, String text) {

        /// Plain text.
        public Answer(int status, String text) {
            this(status, "text/plain; charset=utf-8", text);
        }

        /// Taken; what it told is durable.
        public static final Answer OK = new Answer(200, "");

        /// Not what a provider sends.
        public static final Answer MALFORMED = new Answer(400, "");

        /// Not from the provider, or nobody knows that it is.
        public static final Answer FORBIDDEN = new Answer(403, "");

        /// There is nothing at this address.
        public static final Answer NOT_FOUND = new Answer(404, "");
    }
}
