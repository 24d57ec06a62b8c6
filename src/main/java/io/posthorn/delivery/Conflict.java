package io.posthorn.delivery;

/// A change that contradicts what is there; nothing was changed. The message is for the caller.
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;

    public Conflict(String message) {
        super(message, null, false, false); // an answer, not a fault
        this.reason = message;
    }

    public String reason() {
        return reason;
    }
}
