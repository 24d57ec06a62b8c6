package io.posthorn.message;

/// The lane a message waits in. A dispatcher serves the lanes in the proportion of their quanta, so
/// none starves.
public enum Priority {
    HIGH(8),
    NORMAL(4),
    BULK(1);

    private final int quantum;

    Priority(int quantum) {
        this.quantum = quantum;
    }

    /// Messages per round of deficit round robin.
    public int quantum() {
        return quantum;
    }
}
