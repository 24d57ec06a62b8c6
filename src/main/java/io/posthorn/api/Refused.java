package io.posthorn.api;

import java.util.List;

/// Ends a request with an error the caller can act on. Thrown by whoever sees it, answered by
/// [Problems] alone.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Problem> problems;
    private final transient List<Response.Header> headers;

    public Refused(int status, List<Problem> problems, Response.Header... headers) {
        super(problems.getFirst().message(), null, false, false); // an answer, not a fault
        this.status = status;
        this.problems = problems;
        this.headers = List.of(headers);
    }

    Refused(int status, Code code, String message, Response.Header... headers) {
        this(status, List.of(new Problem(code, message, "$")), headers);
    }

    static Refused malformed(String message) {
        return new Refused(400, Code.MALFORMED, message);
    }

    /// The resource the path names does not exist.
    static Refused notFound(String what) {
        return new Refused(404, Code.NOT_FOUND, what + " was not found");
    }

    /// A resource the body names does not exist.
    static Refused notFound(String what, Place at) {
        return new Refused(
                404, List.of(new Problem(Code.NOT_FOUND, what + " was not found", at.toString())));
    }

    /// Something in the body is not possible with what is there.
    static Refused invalid(String message, Place at) {
        return new Refused(
                400, List.of(new Problem(Code.INVALID_PARAMETER, message, at.toString())));
    }

    static Refused conflict(String message) {
        return new Refused(409, Code.CONFLICT, message);
    }

    public int status() {
        return status;
    }

    public List<Problem> problems() {
        return problems;
    }

    public List<Response.Header> headers() {
        return headers;
    }
}
