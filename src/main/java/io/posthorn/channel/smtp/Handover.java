package io.posthorn.channel.smtp;

import java.util.concurrent.atomic.AtomicReference;

/// The moment from which a server may have a message: its final dot. Until then it may be given up,
/// after that nobody can say.
final class Handover {
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.TALKING);

    private enum Phase {
        TALKING,
        HANDED_OVER,
        GIVEN_UP
    }

    /// Right before the dot; false when it was given up.
    boolean begin() {
        return phase.compareAndSet(Phase.TALKING, Phase.HANDED_OVER);
    }

    /// True when the server surely does not get it any more.
    boolean giveUp() {
        return phase.compareAndSet(Phase.TALKING, Phase.GIVEN_UP);
    }

    boolean begun() {
        return phase.get() == Phase.HANDED_OVER;
    }
}
