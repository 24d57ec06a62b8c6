package io.posthorn.delivery;

import io.posthorn.message.OperationId;
import io.posthorn.store.Written;

/// Takes requests in.
public abstract class Intake {

    /// Plans and stores one request; durable when it returns.
    public abstract Written.Answer accept(Order order) throws InterruptedException;

    /// Cancels what has not left; false when nothing is left to cancel or there is no such
    /// operation.
    public abstract boolean cancel(String account, OperationId operation)
            throws InterruptedException;
}
