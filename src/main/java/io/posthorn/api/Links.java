package io.posthorn.api;

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

    String messageOperation(Object id) {
        return to("/Messages/Operations/" + id);
    }

    String message(Object id) {
        return to("/Messages/" + id);
    }

    String error(int code) {
        return root + "/docs#error-" + code;
    }
}
