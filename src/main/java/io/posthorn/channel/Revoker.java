package io.posthorn.channel;

import io.posthorn.message.Address;
import java.util.List;

/// A connector whose provider can take back a message that no phone has shown yet.
public interface Revoker {

    /// Asks the provider to take back what it accepted with these keys, and waits for its answer.
    ///
    /// @return whether it did; false also when nobody knows. A receipt may still cross
    boolean revoke(List<String> receiptKeys, Address to) throws InterruptedException;
}
