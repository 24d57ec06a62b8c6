package io.posthorn.api;

import io.posthorn.store.StoreUnavailable;
import java.util.List;

/// Turns every way a request can end badly into the one error body.
final class Problems {

    private final String root;

    /// @param root the public URL
    Problems(String root) {
        this.root = root;
    }

    /// The superset of the contract's two error bodies; the top level repeats the first error.
    record ErrorBody(
            int code, String message, String moreInfo, int status, List<ErrorItem> errors) {}

    record ErrorItem(int code, String message, String context) {}

    Response of(Refused refused) {
        return answer(refused.status(), refused.problems(), refused.headers());
    }

    Response of(StoreUnavailable unavailable) {
        return unavailable("The store cannot be used now; nothing was changed");
    }

    Response stopping() {
        return unavailable("The server is stopping; nothing was changed");
    }

    private Response unavailable(String message) {
        return answer(
                503,
                List.of(new Problem(Code.UNAVAILABLE, message, "$")),
                List.of(new Response.Header("Retry-After", "1")));
    }

    /// A fault of ours; what it was is in the log alone.
    Response internal() {
        return answer(
                500,
                List.of(new Problem(Code.INTERNAL, "The server failed; it is not your fault", "$")),
                List.of());
    }

    private Response answer(int status, List<Problem> problems, List<Response.Header> headers) {
        Problem first = problems.getFirst();
        ErrorBody body =
                new ErrorBody(
                        first.code().number(),
                        first.message(),
                        root + "/docs#error-" + first.code().number(),
                        status,
                        problems.stream().map(Problems::item).toList());
        return new Response(status, headers, Response.JSON, Json.bytes(body));
    }

    private static ErrorItem item(Problem problem) {
        return new ErrorItem(problem.code().number(), problem.message(), problem.context());
    }
}
