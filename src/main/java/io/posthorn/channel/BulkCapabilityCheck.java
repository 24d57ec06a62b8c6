package io.posthorn.channel;

import java.util.List;

/// A connector whose provider tells of many recipients at once whether it can reach them.
public interface BulkCapabilityCheck {

    /// Asks ahead of sending, and remembers the answers for `submit`. Whom it cannot ask about now
    /// is asked about when his message leaves.
    void precheck(List<String> recipients) throws InterruptedException;
}
