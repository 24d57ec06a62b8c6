package io.posthorn.store;

/// The database cannot be used now; trying again later is safe.
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
