package io.posthorn.api;

import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import java.net.URI;

/// The absolute URLs of answers, on the server's public URL and the version of the request.
///
/// @param root the public URL without a slash at its end
/// @param version `v1` or `preview`
record Links(String root, String version) {

    /// A public URL as the beginning of others.
    static String root(URI publicUrl) {
        return publicUrl.toString().replaceAll("/+$", "");
    }

    String to(String path) {
        return root + "/" + version + path;
    }

    /// Of everything of a kind.
    String list(Operation.Kind kind) {
        return to(Wording.of(kind).path());
    }

    /// Of an operation that sends something of a kind.
    String operation(Operation.Kind kind, Object id) {
        return list(kind) + "/Operations/" + id;
    }

    String message(Message message) {
        return list(message.plan().operation().kind()) + "/" + message.shownId();
    }

    String error(int code) {
        return root + "/docs#error-" + code;
    }
}
