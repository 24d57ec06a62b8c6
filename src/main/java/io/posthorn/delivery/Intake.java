package io.posthorn.delivery;

import io.posthorn.message.OperationId;
import io.posthorn.store.Written;

/// Takes requests in.
public final class Intake {

    /// Plans and stores one request; durable when it returns.
    public Written.Answer accept(Order order) throws InterruptedException {
        throw new IllegalStateException("being written: " + order.account());
    }

    /// Cancels what has not left; false when nothing is left to cancel or there is no such
    /// operation.
    public boolean cancel(String account, OperationId operation) throws InterruptedException {
        throw new IllegalStateException("being written: " + account + operation);
    }
}
