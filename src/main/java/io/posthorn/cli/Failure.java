package io.posthorn.cli;

/// A command cannot go on; the message says why and what to do.
class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    Failure(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    Failure(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    ExitCode code() {
        return code;
    }
}
