package io.posthorn.pool;

import io.posthorn.message.Sender;
import java.util.Optional;

/// All that limits a sender and is known of it; one per sender, shared by all pools it is in.
public final class Standing {

    private final Gate gate;
    private final Breaker breaker = new Breaker();
    private final ReceiptRecord receipts = new ReceiptRecord();
    private final Allowance allowance;
    private final Optional<Pairs> pairs;

    public Standing(Sender sender) {
        this.gate = new Gate(sender.throughput(), sender.burst());
        this.allowance = new Allowance(sender.limits());
        this.pairs = sender.limits().pairInterval().map(Pairs::new);
    }

    public Gate gate() {
        return gate;
    }

    public Breaker breaker() {
        return breaker;
    }

    public ReceiptRecord receipts() {
        return receipts;
    }

    public Allowance allowance() {
        return allowance;
    }

    Optional<Pairs> pairs() {
        return pairs;
    }

    /// Whether it has no limits but those that are equal for all recipients.
    boolean equalForAll() {
        return allowance.unlimited() && pairs.isEmpty();
    }
}
