package io.posthorn;

import io.posthorn.api.Health;
import io.posthorn.delivery.Delivery;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Link;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Gate;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Standing;
import java.time.Instant;
import java.util.Optional;

/// How senders are doing, the worst thing first: deactivated, kept off by a breaker, worse than
/// others in a pool, slowed by the carrier.
final class SenderHealth implements Health.OfSenders {

    private final Inventory inventory;
    private final Delivery delivery;
    private final Time time;
    private final Instant started;

    SenderHealth(Inventory inventory, Delivery delivery, Time time) {
        this.inventory = inventory;
        this.delivery = delivery;
        this.time = time;
        this.started = time.now();
    }

    @Override
    public Health of(SenderId id) {
        Optional<Standing> standing = delivery.standing(id);
        return draining(id)
                .or(() -> standing.flatMap(s -> broken(s.breaker(), "")))
                .or(() -> connection(id).flatMap(b -> broken(b, "its connection: ")))
                .or(() -> delivery.health(id).flatMap(this::unfit))
                .or(() -> standing.flatMap(s -> slowed(s.gate())))
                .orElse(new Health(Health.State.HEALTHY, 1, "", started));
    }

    private Optional<Health> draining(SenderId id) {
        return inventory
                .snapshot()
                .sender(id)
                .filter(sender -> sender.status() == Sender.Status.DEACTIVATED)
                .map(sender ->
                        new Health(Health.State.DRAINING, 1, "deactivated", sender.updatedAt()));
    }

    private Optional<Breaker> connection(SenderId id) {
        return inventory
                .snapshot()
                .sender(id)
                .flatMap(sender -> delivery.link(sender.connection()))
                .map(Link::breaker);
    }

    private static Optional<Health> broken(Breaker breaker, String whose) {
        return switch (breaker.state()) {
            case CLOSED -> Optional.empty();
            case OPEN, PROBING, TENTH ->
                    Optional.of(
                            new Health(
                                    Health.State.OPEN,
                                    0.1,
                                    whose + breaker.reason(),
                                    breaker.since()));
        };
    }

    private Optional<Health> unfit(Pool.Health health) {
        if (health.score() >= 1) {
            return Optional.empty();
        }
        boolean byReceipts = health.since().isAfter(Instant.EPOCH);
        return Optional.of(
                new Health(
                        Health.State.DEGRADED,
                        health.score(),
                        byReceipts ? "its receipts were worse than others' in a pool" : "pinned",
                        byReceipts ? health.since() : started));
    }

    private Optional<Health> slowed(Gate gate) {
        double score = gate.rate(time.now()) / gate.configuredRate();
        return score >= 1
                ? Optional.empty()
                : Optional.of(
                        new Health(
                                Health.State.DEGRADED,
                                Math.max(0.1, score),
                                "the carrier asked for a slower rate",
                                started));
    }
}
